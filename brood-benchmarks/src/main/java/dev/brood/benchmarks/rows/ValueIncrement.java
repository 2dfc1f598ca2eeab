package dev.brood.benchmarks.rows;

import dev.brood.benchmarks.Elapsed;
import dev.brood.benchmarks.Probe;
import dev.brood.benchmarks.Settings;
import dev.brood.memory.SharedLong;
import dev.brood.pool.MapOptions;
import dev.brood.pool.Pool;
import java.io.Serializable;
import java.util.Collections;
import java.util.List;

/** Workers that add 1 to the same shared value, atomically. Per second. */
final class ValueIncrement implements Probe {

  private final int workers;
  private final int increments;
  private final Pool pool;
  private final SharedLong value = SharedLong.create();

  ValueIncrement(Settings settings) {
    workers = settings.size("workers");
    increments = settings.size("increments");
    pool = Pool.of(workers);
  }

  @Override
  public double sample() throws Exception {
    List<Work> each = Collections.nCopies(workers, new Work(value, increments));
    long before = value.get();
    Elapsed elapsed = Elapsed.of(() -> pool.map(Work::run, each, MapOptions.chunk(1)));
    long total = (long) workers * increments;
    if (value.get() - before != total) {
      throw new IllegalStateException("lost increments: " + (value.get() - before));
    }
    return elapsed.perSecond((double) total);
  }

  private record Work(SharedLong value, int increments) implements Serializable {
    int run() {
      for (int i = 0; i < increments; i++) {
        value.incrementAndGet();
      }
      return increments;
    }
  }

  @Override
  public void close() {
    pool.close();
    value.close();
  }
}
