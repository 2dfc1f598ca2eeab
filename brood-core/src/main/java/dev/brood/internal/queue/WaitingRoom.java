package dev.brood.internal.queue;

import dev.brood.internal.family.Cell;
import dev.brood.internal.family.Family;
import dev.brood.internal.family.WaitSet;
import dev.brood.internal.util.Deadline;
import dev.brood.internal.util.Patience;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Where threads of all processes wait for something that only one of them may get. Of the threads
 * of a process one waits for the others, and the rest for that one.
 */
final class WaitingRoom {

  /** What a thread waits for. */
  interface Attempt extends WaitSet.Attempt {

    /** Tells, without a lock, whether it is worth trying. */
    boolean isPromising();
  }

  private final WaitSet sleeping;
  private final int selfSlot;
  private final ReentrantLock turn = new ReentrantLock();

  /** Makes the room of this process for one of the cell's wait sets. */
  WaitingRoom(Cell cell, int waitSet) {
    this.sleeping = cell.waitSet(waitSet);
    this.selfSlot = Family.slotOf(cell.family().self());
  }

  /**
   * Returns until when to wait for a lock: who has no time waits for it all the same, since it is
   * held for a moment only, and what there is must be found.
   */
  static long lockDeadline(long deadline) {
    return Deadline.isOver(deadline) ? Deadline.NEVER : deadline;
  }

  /**
   * Waits until an attempt succeeds.
   *
   * @param deadline in terms of {@link System#nanoTime}, or {@link Deadline#NEVER}
   * @return false when the time ran out
   */
  boolean await(Attempt attempt, long deadline) throws InterruptedException {
    if (deadline == Deadline.NEVER) {
      turn.lockInterruptibly();
    } else if (!turn.tryLock(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
      return false;
    }
    boolean done = false;
    try {
      done = looks(attempt) || sleeping.await(attempt, deadline);
      return done;
    } finally {
      turn.unlock();
      if (!done && attempt.isPromising()) {
        // A wake-up may have been spent on this thread, which makes no use of it.
        sleeping.wakeOne();
      }
    }
  }

  private static boolean looks(Attempt attempt) throws InterruptedException {
    Patience patience = new Patience();
    do {
      if (attempt.isPromising() && attempt.succeeds()) {
        return true;
      }
    } while (patience.lastsAMoment());
    return false;
  }

  /** Lets one thread try that waits in whatever process. */
  void wakeOne() {
    sleeping.wakeOne();
  }

  /** Lets all try. */
  void wakeAll() {
    sleeping.wakeAll();
  }

  /** Lets the thread of this process try. */
  void wakeHere() {
    sleeping.wake(selfSlot);
  }
}
