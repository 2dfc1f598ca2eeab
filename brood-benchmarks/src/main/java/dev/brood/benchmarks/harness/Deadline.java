package dev.brood.benchmarks.harness;

import java.time.Duration;
import java.util.function.LongSupplier;

/** The moment when a row must be over. */
final class Deadline {

  private final Duration bound;
  private final LongSupplier nanoClock;
  private final long endNanos;

  private Deadline(Duration bound, LongSupplier nanoClock) {
    this.bound = bound;
    this.nanoClock = nanoClock;
    this.endNanos = nanoClock.getAsLong() + bound.toNanos();
  }

  static Deadline after(Duration bound) {
    return after(bound, System::nanoTime);
  }

  static Deadline after(Duration bound, LongSupplier nanoClock) {
    return new Deadline(bound, nanoClock);
  }

  /** Returns the whole time that was given. */
  Duration bound() {
    return bound;
  }

  /** Returns the time left, never below zero. */
  long remainingNanos() {
    return Math.max(0, endNanos - nanoClock.getAsLong());
  }

  boolean hasPassed() {
    return remainingNanos() == 0;
  }
}
