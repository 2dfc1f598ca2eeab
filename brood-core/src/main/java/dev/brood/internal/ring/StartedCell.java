package dev.brood.internal.ring;

import static dev.brood.internal.ring.RingLayout.LONG;

import java.nio.ByteBuffer;

/**
 * The word in which a child says how many items it has begun. It outlives the child, so that the
 * owner of a dead one knows exactly which item was running.
 */
public final class StartedCell {

  private final ByteBuffer region;

  /** Opens the cell of a checked region. */
  public StartedCell(ByteBuffer region) {
    this.region = region;
  }

  /** Says that item {@code count}, counted from 1, begins; child only. */
  public void set(long count) {
    LONG.setRelease(region, RingLayout.STARTED, count);
  }

  /** Returns how many items the child has begun. */
  public long get() {
    return (long) LONG.getAcquire(region, RingLayout.STARTED);
  }
}
