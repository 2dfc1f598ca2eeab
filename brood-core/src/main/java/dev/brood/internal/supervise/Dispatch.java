package dev.brood.internal.supervise;

import dev.brood.internal.batch.Batch;
import java.util.function.LongSupplier;

/**
 * Gives what waits to workers, and knows what use they have for more. Of the holder of the turn,
 * but for {@link #canWait}.
 */
final class Dispatch {

  /** What use the pool has for more work. */
  private enum Appetite {
    /** Some worker could take it up at once, or be started to do so. */
    HUNGRY,

    /** All have something to do, and could be given more ahead. */
    BUSY,

    /** There is more than they can be given. */
    SATED
  }

  /** To have less than this ahead is no matter to a worker: more follows in no time. */
  private static final long LITTLE_NANOS = 10_000;

  private final Crew crew;
  private final TaskQueue waiting;
  private final WorkerLifecycle workers;
  private final LongSupplier clock;
  private volatile Appetite appetite = Appetite.HUNGRY;

  Dispatch(Crew crew, TaskQueue waiting, WorkerLifecycle workers, LongSupplier clock) {
    this.crew = crew;
    this.waiting = waiting;
    this.workers = workers;
    this.clock = clock;
  }

  /** Tells whether a batch takes next to no time. */
  static boolean isLittle(Batch batch) {
    return batch.clock().nanosPerItem(LITTLE_NANOS) * batch.count() < LITTLE_NANOS;
  }

  /**
   * Tells whether more work may wait for news of a worker, of whom each has something to do; any
   * thread.
   *
   * @param little whether it takes next to no time
   */
  boolean canWait(boolean little) {
    Appetite now = appetite;
    return now == Appetite.SATED || (now == Appetite.BUSY && little);
  }

  /** Nothing waits from now on: there may be no news any more. */
  void stop() {
    appetite = Appetite.HUNGRY;
  }

  /** Gives as much as the workers can be given, starts more, and tells whether it gave any. */
  boolean run() {
    boolean any = false;
    while (!waiting.isEmpty()) {
      Worker worker = crew.take();
      if (worker == null) {
        break;
      }
      giveShare(worker);
      any = true;
    }
    boolean rest = !waiting.isEmpty();
    if (rest) {
      workers.start(waiting.size());
    }
    Appetite now = crew.free() > 0 ? Appetite.HUNGRY : rest ? Appetite.SATED : Appetite.BUSY;
    if (now != appetite) {
      appetite = now;
    }
    return any;
  }

  /** Gives a batch to a worker, and those that go on with it as far as they are its share. */
  private void giveShare(Worker worker) {
    long now = clock.getAsLong();
    int share = waiting.size() / crew.busy().size();
    Batch batch = give(worker, now);
    for (int i = 1; i < share && crew.canBeGivenMore(worker); i++) {
      Batch next = waiting.peek();
      if (next == null || !batch.goesOnWith(next)) {
        break;
      }
      batch = give(worker, now);
    }
    worker.requireLink().pump();
    if (worker.tasksLeft == 0) {
      workers.gaveLast(worker);
    }
  }

  private Batch give(Worker worker, long now) {
    Batch batch = waiting.remove();
    if (batch.count() > worker.tasksLeft) {
      waiting.addFirst(batch.from(worker.tasksLeft));
      batch = batch.upTo(worker.tasksLeft);
    }
    workers.counters().waited(batch, now);
    worker.give(batch);
    return batch;
  }
}
