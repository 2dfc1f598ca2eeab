package dev.brood.internal.engine;

import dev.brood.internal.supervise.Awaited;
import java.util.concurrent.locks.LockSupport;

/** Waiting, parked, for something that another thread makes true before it unparks this one. */
final class Waiting {

  private Waiting() {}

  /** Waits until it is there. */
  static void until(Awaited awaited, Object blocker) throws InterruptedException {
    while (!awaited.isHere()) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      LockSupport.park(blocker);
    }
  }
}
