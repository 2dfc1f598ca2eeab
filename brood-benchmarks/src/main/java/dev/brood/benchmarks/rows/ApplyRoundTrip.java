package dev.brood.benchmarks.rows;

import dev.brood.benchmarks.Probe;
import dev.brood.benchmarks.Settings;
import dev.brood.benchmarks.harness.Statistics;
import dev.brood.pool.Pool;

/** One call after the other; the median of them. */
final class ApplyRoundTrip implements Probe {

  private final Pool pool;
  private final int calls;

  ApplyRoundTrip(Settings settings) {
    calls = settings.size("calls");
    pool = Pool.of(settings.size("workers"));
  }

  @Override
  public double sample() {
    double[] micros = new double[calls];
    for (int i = 0; i < calls; i++) {
      Integer argument = i;
      long start = System.nanoTime();
      Integer result = pool.apply(x -> x, argument);
      micros[i] = (System.nanoTime() - start) / 1e3;
      if (!argument.equals(result)) {
        throw new IllegalStateException("sent %d, got %d".formatted(argument, result));
      }
    }
    return Statistics.median(micros);
  }

  @Override
  public void close() {
    pool.close();
  }
}
