package dev.brood.internal.queue;

import dev.brood.internal.family.Cell;
import dev.brood.internal.family.Family;
import dev.brood.internal.family.Sleeper;
import dev.brood.internal.family.WaitSet;
import dev.brood.internal.util.Deadline;

/**
 * Tells those who wait for several things that a queue may be worth a look. They take nothing, so
 * they have a wait set of their own: a wake-up for one who takes must not be spent on them.
 */
final class Watch {

  private final QueueUse use;
  private final WaitSet watching;
  private final int selfSlot;

  /** Makes the watch of this process over one of the cell's wait sets. */
  Watch(QueueUse use, Cell cell, int waitSet) {
    this.use = use;
    this.watching = cell.waitSet(waitSet);
    this.selfSlot = Family.slotOf(cell.family().self());
  }

  /**
   * Calls {@code wake} now, and whenever something may have changed, until the calling thread is
   * interrupted or this process closes the queue.
   */
  void run(Runnable wake) {
    Sleeper sleeper = watching.enter();
    try {
      while (!use.isClosed() && !Thread.currentThread().isInterrupted()) {
        wake.run();
        sleeper.park(Deadline.NEVER);
        watching.enterAgain(sleeper);
      }
    } finally {
      watching.leave(sleeper);
    }
  }

  /** Tells all, in whatever process. */
  void tell() {
    watching.wakeAll();
  }

  /** Tells those of this process. */
  void tellHere() {
    watching.wake(selfSlot);
  }
}
