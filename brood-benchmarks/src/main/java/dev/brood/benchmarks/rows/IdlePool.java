package dev.brood.benchmarks.rows;

import dev.brood.benchmarks.Probe;
import dev.brood.benchmarks.Settings;
import dev.brood.benchmarks.limit.IdleUsage;
import dev.brood.pool.Pool;
import java.util.stream.IntStream;

/** A pool that has worked a little and has nothing more to do. */
final class IdlePool implements Probe {

  private final Pool pool;
  private final IdleUsage usage;

  private IdlePool(Settings settings, IdleUsage.Measure measure) throws InterruptedException {
    pool = Pool.of(settings.size("workers"));
    pool.map(x -> x, IntStream.range(0, 100).boxed().toList());
    usage = new IdleUsage(settings, pool.workerPids(), measure);
  }

  static Probe cpu(Settings settings) throws InterruptedException {
    return new IdlePool(settings, IdleUsage.Measure.CPU);
  }

  static Probe memory(Settings settings) throws InterruptedException {
    return new IdlePool(settings, IdleUsage.Measure.UNIQUE_MEMORY);
  }

  static Probe proportional(Settings settings) throws InterruptedException {
    return new IdlePool(settings, IdleUsage.Measure.PROPORTIONAL_MEMORY);
  }

  @Override
  public double sample() throws Exception {
    return usage.sample();
  }

  @Override
  public void close() {
    pool.close();
  }
}
