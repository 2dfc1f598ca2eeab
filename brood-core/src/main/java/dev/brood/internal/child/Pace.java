package dev.brood.internal.child;

/**
 * After how many items to look at the clock: after each that takes long, seldom among those that
 * take next to nothing.
 */
final class Pace {

  /** How long short items go on without a look. */
  private static final long STRETCH_NANOS = 20_000;

  private static final int MOST_ITEMS = 1024;

  private int stretch = 1;
  private int items;
  private long lookedAt;

  /**
   * Begins a stretch of items.
   *
   * @param now the time in terms of {@link System#nanoTime}
   */
  void begin(long now) {
    items = 0;
    lookedAt = now;
  }

  /** An item is done; tells whether it is time to look. */
  boolean itemDone() {
    return ++items >= stretch;
  }

  /** Returns how many items are done since the last look. */
  int items() {
    return items;
  }

  /** Tells whether each item takes so long that it is worth a look. */
  boolean isSlow() {
    return stretch == 1;
  }

  /** Somebody has looked, and begins a new stretch; returns how long the last one took. */
  long looked(long now) {
    long nanos = now - lookedAt;
    if (nanos < STRETCH_NANOS / 2) {
      stretch = Math.min(stretch * 2, MOST_ITEMS);
    } else if (nanos > STRETCH_NANOS) {
      stretch = (int) Math.max(1, stretch * STRETCH_NANOS / nanos);
    }
    begin(now);
    return nanos;
  }
}
