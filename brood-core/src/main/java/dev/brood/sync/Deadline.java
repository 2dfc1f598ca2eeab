package dev.brood.sync;

import dev.brood.internal.family.Sleeper;
import java.time.Duration;

/** When a wait ends, in terms of {@link System#nanoTime}. */
final class Deadline {

  private static final long FAR = Long.MAX_VALUE / 2;

  private Deadline() {}

  /** Returns the deadline of a wait that begins now; a negative time is as none. */
  static long after(Duration timeout) {
    return after(nanos(timeout));
  }

  static long after(long nanos) {
    return System.nanoTime() + Math.clamp(nanos, 0, FAR);
  }

  static long nanos(Duration timeout) {
    return timeout.compareTo(Duration.ofNanos(FAR)) < 0 ? timeout.toNanos() : FAR;
  }

  static boolean isOver(long deadline) {
    return deadline != Sleeper.NEVER && deadline - System.nanoTime() <= 0;
  }

  /** Checks for an interrupt of the calling thread. */
  static void mustNotBeInterrupted() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }
}
