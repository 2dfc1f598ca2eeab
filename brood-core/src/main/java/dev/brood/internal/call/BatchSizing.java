package dev.brood.internal.call;

import dev.brood.internal.batch.TaskClock;
import dev.brood.internal.engine.TaskEngine;

/**
 * How many items travel together, by what items were measured to take. The first batches are single
 * items; each batch may be eight times the one before, until one takes some milliseconds. So items
 * that take long are spread one by one and items that take nothing travel by the ten thousand.
 */
final class BatchSizing {

  private static final long BATCH_NANOS = 2_000_000;
  private static final long BATCH_NANOS_GATHERED = 12_000_000;
  private static final long LEAST_NANOS = 100_000;
  private static final int MAX_BATCH = 1 << 16;
  private static final int GROWTH = 8;
  private static final long SHORT_NANOS = 50_000;
  private static final long LONG_NANOS = 20_000_000;

  private final MapRun.Plan plan;
  private final TaskClock clock;
  private final TaskEngine engine;
  private final long size;
  private int last;

  /** Sizes the batches of a run over so many items, or {@link MapRun#UNKNOWN_SIZE}. */
  BatchSizing(MapRun.Plan plan, TaskClock clock, TaskEngine engine, long size) {
    this.plan = plan;
    this.clock = clock;
    this.engine = engine;
    this.size = size;
  }

  /** Returns how many items the next batch is to have, when so many were submitted. */
  int next(long submitted) {
    if (plan.chunk() > 0) {
      return plan.chunk();
    }
    long most = Math.min(itemsPerBatch(), Math.max(1, (long) last * GROWTH));
    if (size != MapRun.UNKNOWN_SIZE) {
      // Towards the end batches shrink, so that the workers finish together, as far as it matters.
      long share = (size - submitted) / (4L * engine.parallelism());
      most = Math.min(most, Math.max(share, LEAST_NANOS / clock.nanosPerItem(LEAST_NANOS)));
    }
    return (int) Math.max(1, Math.min(most, MAX_BATCH));
  }

  /** Says how many items the batch had in the end. */
  void submitted(int count) {
    last = count;
  }

  /**
   * Returns how many items may be under way: four batches for each worker, or the work of some
   * milliseconds. Results that wait for an earlier one count too, so with fewer batches a long task
   * would leave the other workers with nothing to do.
   */
  long window(int batch) {
    long perWorker = 4L * batch;
    if (clock.isKnown()) {
      perWorker = Math.max(perWorker, 2 * itemsPerBatch());
    }
    return perWorker * engine.parallelism();
  }

  private long itemsPerBatch() {
    long batchNanos = gathers() ? BATCH_NANOS_GATHERED : BATCH_NANOS;
    return batchNanos / clock.nanosPerItem(batchNanos);
  }

  /**
   * Tells whether answers come together. Each time that a thread of the owner wakes takes some 50
   * us from tasks that need all cores; so if nobody waits for the single result, they wake less
   * often. Tasks that take next to nothing need more sooner than that, and of long ones progress
   * shall be seen.
   */
  boolean gathers() {
    long nanos = clock.nanosPerItem(0);
    return plan.together() && nanos >= SHORT_NANOS && nanos <= LONG_NANOS;
  }
}
