package dev.brood.system.support;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits that end. */
public final class Waits {
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  /** A look that comes later than this after the one before is late because of the machine. */
  private static final long LATE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private static final AtomicInteger RELEASES = new AtomicInteger();

  private Waits() {}

  /** Waits for a condition, looking at it again and again; an error says {@code what} it was. */
  public static void until(String what, BooleanSupplier condition) {
    until(what, Delays.PATIENT, condition);
  }

  /** Waits for a condition, for some time. */
  public static void until(String what, Duration timeout, BooleanSupplier condition) {
    if (!within(timeout, condition)) {
      throw new AssertionError("after " + timeout + " still not: " + what);
    }
  }

  /**
   * Waits for a condition; tells whether it came true in time. Time in which the machine gave this
   * thread no core does not count: those that are waited for had to do without as well.
   */
  public static boolean within(Duration timeout, BooleanSupplier condition) {
    long end = System.nanoTime() + timeout.toNanos();
    while (!condition.getAsBoolean()) {
      long looked = System.nanoTime();
      if (looked - end > 0 || Thread.currentThread().isInterrupted()) {
        return condition.getAsBoolean();
      }
      LockSupport.parkNanos(LOOK_NANOS);
      end += Math.max(0, System.nanoTime() - looked - LATE_NANOS);
    }
    return true;
  }

  /** What a task does that is to be ended by somebody else: waits until it is interrupted. */
  public static void untilInterrupted() throws InterruptedException {
    if (!new CountDownLatch(1).await(Delays.LONG_STUCK.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new AssertionError("nobody ended this task");
    }
  }

  /** As {@link #untilInterrupted()}, for functions, which cannot throw checked exceptions. */
  public static <T> T untilInterrupted(T result) {
    try {
      untilInterrupted();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return result;
  }

  /** What a task does that heeds nobody: uses a core until it is killed. */
  public static void spin() {
    int before = RELEASES.get();
    long end = System.nanoTime() + Delays.LONG_STUCK.toNanos();
    while (System.nanoTime() - end < 0 && RELEASES.get() == before) {
      Thread.onSpinWait();
    }
  }

  /** What a task does that sleeps, and goes back to sleep when it is interrupted. */
  public static void swallowInterrupts() {
    int before = RELEASES.get();
    long end = System.nanoTime() + Delays.LONG_STUCK.toNanos();
    while (System.nanoTime() - end < 0 && RELEASES.get() == before) {
      LockSupport.parkNanos(LOOK_NANOS);
      // On purpose: what it was told goes unheard.
      Thread.interrupted();
    }
  }

  /** Ends those threads of this JVM that heed nobody, since no thread can be killed. */
  public static void release() {
    RELEASES.incrementAndGet();
  }
}
