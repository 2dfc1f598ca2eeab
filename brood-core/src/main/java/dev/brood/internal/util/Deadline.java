package dev.brood.internal.util;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** When a wait ends, in terms of {@link System#nanoTime}. */
public final class Deadline {

  /** A deadline that never comes. */
  public static final long NEVER = Long.MAX_VALUE;

  private static final long FAR = Long.MAX_VALUE / 2;
  private static final Duration LONGEST = Duration.ofNanos(FAR);

  private Deadline() {}

  /** Returns the deadline of a wait that begins now; a negative time is as none. */
  public static long after(Duration timeout) {
    return after(nanos(timeout));
  }

  /** Returns the deadline of a wait that begins now; a negative time is as none. */
  public static long after(long nanos) {
    return System.nanoTime() + Math.clamp(nanos, 0, FAR);
  }

  /** Returns the deadline of a wait that begins now and lasts no longer than until another. */
  public static long afterAtMost(long nanos, long deadline) {
    long soon = after(nanos);
    return deadline == NEVER ? soon : soon + Math.min(deadline - soon, 0);
  }

  /** Returns how long a wait may take, from none to centuries. */
  public static long nanos(Duration timeout) {
    if (timeout.isNegative()) {
      return 0;
    }
    return timeout.compareTo(LONGEST) < 0 ? timeout.toNanos() : FAR;
  }

  /** Returns a time as messages tell it. */
  public static String text(long nanos) {
    long millis = TimeUnit.NANOSECONDS.toMillis(nanos);
    return millis > 0 ? millis + " ms" : nanos + " ns";
  }

  /** Returns how many milliseconds are left until a time of the clock, none if it has come. */
  public static long millisUntil(long epochMillis) {
    long now = System.currentTimeMillis();
    return epochMillis <= now ? 0 : epochMillis - now;
  }

  /** Tells whether a deadline has come. */
  public static boolean isOver(long deadline) {
    return deadline != NEVER && deadline - System.nanoTime() <= 0;
  }

  /** Checks for an interrupt of the calling thread. */
  public static void mustNotBeInterrupted() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }
}
