package dev.brood.benchmarks.rows;

import dev.brood.benchmarks.Probe;
import dev.brood.benchmarks.Settings;
import dev.brood.benchmarks.harness.Statistics;
import dev.brood.jvm.StartMethod;
import dev.brood.pool.MapOptions;
import dev.brood.pool.Pool;
import dev.brood.process.Spares;
import java.util.List;
import java.util.stream.IntStream;

/** Creates a pool and maps one item per worker. Closing is not timed. */
final class FirstResult implements Probe {

  private final int starts;
  private final int workers;

  private final StartMethod method;

  private FirstResult(Settings settings, StartMethod method) {
    this.method = method;
    starts = settings.size("starts");
    workers = settings.size("workers");
  }

  static FirstResult spawn(Settings settings) {
    return new FirstResult(settings, StartMethod.SPAWN);
  }

  static FirstResult forkserver(Settings settings) {
    return new FirstResult(settings, StartMethod.FORKSERVER);
  }

  @Override
  public double sample() throws Exception {
    double[] millis = new double[starts];
    for (int i = 0; i < starts; i++) {
      ProcessStart.awaitSpares(method);
      millis[i] = first();
    }
    return Statistics.median(millis);
  }

  private double first() {
    List<Integer> items = IntStream.range(0, workers).boxed().toList();
    long start = System.nanoTime();
    try (Pool pool = Pool.builder().workers(workers).startMethod(method).build()) {
      List<Integer> results = pool.map(x -> x, items, MapOptions.chunk(1));
      double millis = (System.nanoTime() - start) / 1e6;
      if (!results.equals(items)) {
        throw new IllegalStateException("wrong results: " + results);
      }
      return millis;
    }
  }

  @Override
  public void close() {
    Spares.release();
  }
}
