package dev.brood.benchmarks.limit;

import dev.brood.benchmarks.Elapsed;
import dev.brood.benchmarks.Probe;
import dev.brood.benchmarks.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** Applies the no-op to a list in a loop, in one thread, without any process. Per second. */
public final class SequentialMap implements Probe {

  private final List<Integer> items;

  /** Creates the probe; size: {@code items}. */
  public SequentialMap(Settings settings) {
    items = IntStream.range(0, settings.size("items")).boxed().toList();
  }

  @Override
  public double sample() throws Exception {
    return Elapsed.of(() -> check(map(x -> x))).perSecond(items.size());
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
