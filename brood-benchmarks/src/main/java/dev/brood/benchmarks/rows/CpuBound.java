package dev.brood.benchmarks.rows;

import dev.brood.benchmarks.Elapsed;
import dev.brood.benchmarks.Probe;
import dev.brood.benchmarks.Settings;
import dev.brood.benchmarks.limit.ThreadPoolRate;
import dev.brood.pool.Pool;
import java.util.Collections;
import java.util.List;

/** Equal tasks that need nothing but a core. */
final class CpuBound implements Probe {

  private final Pool pool;
  private final List<Integer> tasks;

  CpuBound(Settings settings) {
    tasks = Collections.nCopies(settings.size("tasks"), settings.size("steps"));
    pool = Pool.of(settings.size("workers"));
  }

  /** Returns the probe of the same tasks on a thread pool. */
  static Probe onThreads(Settings settings) {
    int steps = settings.size("steps");
    return ThreadPoolRate.of(settings, () -> Work.burn(steps));
  }

  @Override
  public double sample() throws Exception {
    return Elapsed.of(() -> pool.map(Work::burn, tasks)).perSecond(tasks.size());
  }

  @Override
  public void close() {
    pool.close();
  }
}
