package dev.brood.internal.batch;

/**
 * How long an item of one kind takes, as measured by the workers; an exponentially weighted mean
 * that follows changes within a few batches.
 */
public final class TaskClock {

  private static final long UNKNOWN = -1;

  // Written by whoever holds the turn, read by the threads that size batches.
  private volatile long nanosPerItem = UNKNOWN;

  /** Takes in that {@code items} took {@code nanos} together. */
  public void measured(long nanos, int items) {
    long each = Math.max(1, nanos / Math.max(1, items));
    long before = nanosPerItem;
    nanosPerItem = before == UNKNOWN ? each : before + (each - before) / 4;
  }

  /** Takes in that an item has taken {@code nanos} and is not done. */
  public void atLeast(long nanos) {
    nanosPerItem = Math.max(nanosPerItem, nanos);
  }

  /** Tells whether anything was measured yet. */
  public boolean isKnown() {
    return nanosPerItem != UNKNOWN;
  }

  /** Returns the nanoseconds that an item takes, or {@code ifUnknown}. */
  public long nanosPerItem(long ifUnknown) {
    long nanos = nanosPerItem;
    return nanos == UNKNOWN ? ifUnknown : nanos;
  }
}
