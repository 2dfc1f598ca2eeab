package dev.brood.benchmarks.rows;

import dev.brood.benchmarks.Probe;
import dev.brood.benchmarks.Settings;
import dev.brood.benchmarks.harness.Statistics;
import dev.brood.pool.ProcessPoolExecutor;

/** One future after the other; the median of them. */
final class SubmitRoundTrip implements Probe {

  private final ProcessPoolExecutor executor;
  private final int calls;

  SubmitRoundTrip(Settings settings) {
    calls = settings.size("calls");
    executor = ProcessPoolExecutor.of(settings.size("workers"));
  }

  @Override
  public double sample() throws Exception {
    double[] micros = new double[calls];
    for (int i = 0; i < calls; i++) {
      Integer argument = i;
      long start = System.nanoTime();
      Integer result = executor.submit(x -> x, argument).get();
      micros[i] = (System.nanoTime() - start) / 1e3;
      if (!argument.equals(result)) {
        throw new IllegalStateException("sent %d, got %d".formatted(argument, result));
      }
    }
    return Statistics.median(micros);
  }

  @Override
  public void close() {
    executor.close();
  }
}
