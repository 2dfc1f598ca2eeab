package dev.brood.internal.call;

import dev.brood.internal.batch.ResultRun;
import dev.brood.internal.batch.TaskClock;
import dev.brood.internal.engine.TaskEngine;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The results of a run that have arrived and nobody has taken, and the thread that waits for them.
 * Any thread adds and disturbs, the driving thread of the run takes and waits.
 */
final class Arrivals {

  private final ConcurrentLinkedQueue<ResultRun> arrived = new ConcurrentLinkedQueue<>();
  private final AtomicLong answered = new AtomicLong();

  // Read by whoever adds; set while the driving thread waits.
  private volatile @Nullable Thread waiting;

  /** How many answers to wait for, of all so far; 0 for the next one. */
  private volatile long wanted;

  private volatile boolean disturbed;

  /** Adds results, and wakes who waits if these are enough. */
  void add(ResultRun run) {
    arrived.add(run);
    long answers = answered.addAndGet(run.count());
    if (run.failures() > 0) {
      wanted = 0;
    }
    Thread thread = waiting;
    if (thread != null && answers >= wanted) {
      LockSupport.unpark(thread);
    }
  }

  /** Something has happened that the driving thread is to look at before it waits. */
  void disturb() {
    disturbed = true;
    Thread thread = waiting;
    if (thread != null) {
      LockSupport.unpark(thread);
    }
  }

  /** The driving thread is about to look at what has happened. */
  void calm() {
    disturbed = false;
  }

  boolean areDisturbed() {
    return disturbed;
  }

  /** Takes the results that have been here for the longest, or null if there are none. */
  @Nullable ResultRun poll() {
    return arrived.poll();
  }

  /**
   * Waits until there are results and so many answers have come in all, one is a failure, or
   * something else has happened.
   */
  void await(long answers, TaskEngine engine, TaskClock clock) throws InterruptedException {
    wanted = answers;
    if (!arrived.isEmpty()) {
      // Perhaps a failure, which nobody is to wait for.
      return;
    }
    waiting = Thread.currentThread();
    try {
      engine.await(this::areEnough, clock);
    } finally {
      waiting = null;
    }
  }

  private boolean areEnough() {
    return disturbed || (answered.get() >= wanted && !arrived.isEmpty());
  }
}
