package dev.brood.internal.family;

import java.util.concurrent.locks.LockSupport;

/** A thread that is about to sleep in a {@link WaitSet}, or sleeps. */
public final class Sleeper {

  final Thread thread = Thread.currentThread();

  // Written by whoever rings, taken back by the thread itself.
  volatile boolean rung;

  Sleeper() {}

  /**
   * Sleeps until somebody rings, the time has come, or the thread is interrupted; also returns now
   * and then for no reason. Ends at once if somebody has rung since the sleeper was last entered.
   *
   * @param deadlineNanos the time in terms of {@link System#nanoTime}, or {@link Deadline#NEVER}
   */
  public void sleep(long deadlineNanos) {
    if (rung) {
      return;
    }
    if (deadlineNanos == Deadline.NEVER) {
      LockSupport.park(this);
    } else {
      LockSupport.parkNanos(this, deadlineNanos - System.nanoTime());
    }
  }

  /** Tells whether somebody has rung since the sleeper was last entered. */
  public boolean wasRung() {
    return rung;
  }
}
