package dev.brood.internal.lock;

import dev.brood.internal.util.Deadline;

/** When a thread has waited so long that it shall be the next, if no other is to be. */
public final class Hunger {
  private static final long BEGINS_NANOS = 10_000_000;

  // Many that wait for what one keeps shall cost next to nothing.
  private static final long LONGEST_PAUSE_NANOS = 500_000_000;

  private final long begins = Deadline.after(BEGINS_NANOS);
  private long pauseNanos = BEGINS_NANOS;

  /** Returns until when a wait that begins now, and ends by a deadline, is none that hungers. */
  public static long none(long deadline) {
    return Deadline.afterAtMost(BEGINS_NANOS, deadline);
  }

  /** Tells whether it is time to ask to be the next. */
  public boolean isThere() {
    return Deadline.isOver(begins);
  }

  /** Returns until when to sleep at most before it is looked again whether another is next. */
  public long lookAgain(long deadline) {
    long soon = Deadline.afterAtMost(pauseNanos, deadline);
    if (isThere()) {
      pauseNanos = Math.min(2 * pauseNanos, LONGEST_PAUSE_NANOS);
    }
    return soon;
  }
}
