package dev.brood.benchmarks.limit;

import dev.brood.benchmarks.Elapsed;
import dev.brood.benchmarks.Probe;
import dev.brood.benchmarks.Settings;
import dev.brood.benchmarks.harness.Statistics;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** Applies the no-op to a list in a loop, in one thread, without any process. Per second. */
public final class SequentialMap implements Probe {

  private final List<Integer> items;
  private final int maps;

  /** Creates the probe; sizes: {@code items}, {@code maps} in a sample. */
  public SequentialMap(Settings settings) {
    items = IntStream.range(0, settings.size("items")).boxed().toList();
    maps = settings.size("maps");
  }

  @Override
  public double sample() throws Exception {
    double[] rates = new double[maps];
    for (int i = 0; i < maps; i++) {
      rates[i] = Elapsed.of(() -> check(map(x -> x))).perSecond(items.size());
    }
    return Statistics.median(rates);
  }

  private List<Integer> map(UnaryOperator<Integer> function) {
    List<Integer> results = new ArrayList<>(items.size());
    for (Integer item : items) {
      results.add(function.apply(item));
    }
    return results;
  }

  private void check(List<Integer> results) {
    if (!results.getLast().equals(items.getLast())) {
      throw new IllegalStateException("wrong result: " + results.getLast());
    }
  }
}
