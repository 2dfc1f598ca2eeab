package dev.brood.internal.supervise;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Waiting, parked, for something that another thread makes true before it unparks this one. */
final class Waiting {

  private Waiting() {}

  /** Waits until it is there; returns false when the deadline, a {@code nanoTime}, came first. */
  static boolean until(TaskEngine.Awaited awaited, Object blocker, @Nullable Long deadlineNanos)
      throws InterruptedException {
    while (!awaited.isHere()) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      if (deadlineNanos == null) {
        LockSupport.park(blocker);
      } else {
        long left = deadlineNanos - System.nanoTime();
        if (left <= 0) {
          return false;
        }
        LockSupport.parkNanos(blocker, left);
      }
    }
    return true;
  }
}
