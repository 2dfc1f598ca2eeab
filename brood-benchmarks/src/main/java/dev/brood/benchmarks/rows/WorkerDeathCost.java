package dev.brood.benchmarks.rows;

import dev.brood.benchmarks.Probe;
import dev.brood.benchmarks.Settings;
import dev.brood.benchmarks.harness.Statistics;
import dev.brood.exception.WorkerDiedException;
import dev.brood.pool.Pool;
import java.time.Duration;

/** From a task that kills its worker to the result of the next; the median in ms. */
final class WorkerDeathCost implements Probe {

  private static final int DEATHS_ALLOWED = 1_000;

  private final Pool pool;
  private final int deaths;

  WorkerDeathCost(Settings settings) {
    deaths = settings.size("starts");
    pool =
        Pool.builder()
            .workers(settings.size("workers"))
            .restartLimit(DEATHS_ALLOWED, Duration.ofSeconds(1))
            .build();
    pool.apply(x -> x, 1);
  }

  @Override
  public double sample() {
    double[] millis = new double[deaths];
    for (int i = 0; i < deaths; i++) {
      long start = System.nanoTime();
      try {
        pool.<Integer>apply(WorkerDeathCost::die);
        throw new IllegalStateException("the task did not kill its worker");
      } catch (WorkerDiedException expected) {
        int result = pool.apply(x -> x, 1);
        millis[i] = result * (System.nanoTime() - start) / 1e6;
      }
    }
    return Statistics.median(millis);
  }

  private static int die() {
    Runtime.getRuntime().halt(1);
    return 1;
  }

  @Override
  public void close() {
    pool.close();
  }
}
