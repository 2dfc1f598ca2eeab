package dev.brood.internal.stream;

import java.util.concurrent.locks.LockSupport;

/**
 * One thread that waits for a signal. A signal that comes before the wait is not lost. Virtual
 * threads unmount while they wait.
 */
public final class Waiter implements Runnable {

  /** What stands for no deadline. */
  public static final long FOREVER = Long.MAX_VALUE;

  private final Thread thread = Thread.currentThread();
  private volatile boolean signalled;

  /** Signals, from any thread. */
  @Override
  public void run() {
    signalled = true;
    LockSupport.unpark(thread);
  }

  /** Returns the nano time that is so many nanoseconds ahead. */
  public static long deadlineAfter(long nanos) {
    long deadline = System.nanoTime() + Math.clamp(nanos, 0, Long.MAX_VALUE >> 1);
    return deadline == FOREVER ? FOREVER - 1 : deadline;
  }

  /** Tells whether the time has come. */
  public static boolean isPast(long deadline) {
    return deadline != FOREVER && System.nanoTime() - deadline >= 0;
  }

  /**
   * Waits for a signal since the last wait; its own thread only.
   *
   * @return false when the deadline passed first
   * @throws InterruptedException if the thread is interrupted
   */
  public boolean await(long deadline) throws InterruptedException {
    while (!signalled) {
      if (Thread.interrupted()) {
        throw new InterruptedException("interrupted while waiting on a connection");
      }
      if (deadline == FOREVER) {
        LockSupport.park(this);
      } else {
        long left = deadline - System.nanoTime();
        if (left <= 0) {
          return false;
        }
        LockSupport.parkNanos(this, left);
      }
    }
    signalled = false;
    return true;
  }
}
