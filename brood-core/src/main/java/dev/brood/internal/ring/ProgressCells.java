package dev.brood.internal.ring;

import static dev.brood.internal.ring.RingLayout.LONG;

import java.nio.ByteBuffer;

/**
 * The words in which a child says that it is there, how many items it has begun, and that the
 * running one makes progress. They outlive the child, so that the owner of a dead one knows exactly
 * which item was running.
 */
public final class ProgressCells {

  private final ByteBuffer region;

  /** Opens the cells of a checked region. */
  public ProgressCells(ByteBuffer region) {
    this.region = region;
  }

  /** Says that the child has come up and reads what is written to it; child only. */
  public void setThere() {
    LONG.setRelease(region, RingLayout.THERE, 1L);
  }

  /** Tells whether the child has come up. */
  public boolean isThere() {
    return (long) LONG.getAcquire(region, RingLayout.THERE) != 0;
  }

  /** Says that item {@code count}, counted from 1, begins; child only. */
  public void setStarted(long count) {
    LONG.setRelease(region, RingLayout.STARTED, count);
  }

  /** Returns how many items the child has begun. */
  public long started() {
    return (long) LONG.getAcquire(region, RingLayout.STARTED);
  }

  /** Says that the running item makes progress; any thread of the child. */
  public void beat() {
    var _ = (long) LONG.getAndAdd(region, RingLayout.HEARTBEATS, 1L);
  }

  /** Returns how many times items have said that they make progress. */
  public long heartbeats() {
    return (long) LONG.getAcquire(region, RingLayout.HEARTBEATS);
  }
}
