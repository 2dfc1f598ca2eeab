package dev.brood.benchmarks.rows;

import dev.brood.benchmarks.Probe;
import dev.brood.benchmarks.Settings;
import dev.brood.pool.ProcessPoolExecutor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;

/** Many submits, each of its own, then all results. Per second. */
final class SubmitAll implements Probe {

  private final ProcessPoolExecutor executor;
  private final int items;

  SubmitAll(Settings settings) {
    items = settings.size("items");
    executor = ProcessPoolExecutor.of(settings.size("workers"));
  }

  @Override
  public double sample() throws Exception {
    long start = System.nanoTime();
    List<Future<Integer>> futures = new ArrayList<>(items);
    for (int i = 0; i < items; i++) {
      futures.add(executor.submit(x -> x, i));
    }
    long sum = 0;
    for (Future<Integer> each : futures) {
      sum += each.get();
    }
    long nanos = System.nanoTime() - start;
    if (sum != (long) items * (items - 1) / 2) {
      throw new IllegalStateException("wrong results");
    }
    return items * 1e9 / nanos;
  }

  @Override
  public void close() {
    executor.close();
  }
}
