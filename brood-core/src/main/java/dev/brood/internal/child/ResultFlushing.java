package dev.brood.internal.child;

/**
 * When a worker has its owner see the results of a batch that it still works on. Ringing for each
 * takes more of the cores than many a task: results of items that take next to nothing go by the
 * hundred, at once only if the owner sleeps. Those that nobody waits for singly gather for a while
 * even then, short items less long, since the owner must see how far they are to keep more at hand.
 * A failure is told at once, somebody may want to call off the rest.
 */
final class ResultFlushing {

  /** How long results of short items gather. */
  private static final long SHORT_NANOS = 20_000;

  /** How long results gather that are wanted together: of short items, and of longer ones. */
  private static final long SHORT_TOGETHER_NANOS = 500_000;

  private static final long TOGETHER_NANOS = 4_000_000;

  private static final int MOST_UNFLUSHED = 1024;

  private final OwnerLink owner;
  private int flushEvery = 1;
  private int unflushed;
  private boolean together;
  private long lookedAt;
  private long flushedAt;

  ResultFlushing(OwnerLink owner) {
    this.owner = owner;
  }

  /**
   * Begins with a batch.
   *
   * @param now the time in terms of {@link System#nanoTime}
   */
  void begin(boolean resultsTogether, long now) {
    together = resultsTogether;
    unflushed = 0;
    lookedAt = now;
    flushedAt = now;
  }

  /** An item is done that is not the last one of its batch. */
  void itemDone(boolean failed) {
    if (++unflushed < flushEvery && !failed) {
      if (!together) {
        owner.flushSoon();
      }
      return;
    }
    long gathers = flushEvery == 1 ? TOGETHER_NANOS : SHORT_TOGETHER_NANOS;
    long now = System.nanoTime();
    if (!together || failed || now - flushedAt > gathers) {
      owner.flush();
      flushedAt = now;
    }
    adapt(now - lookedAt);
    lookedAt = now;
    unflushed = 0;
  }

  private void adapt(long nanos) {
    if (nanos < SHORT_NANOS / 2) {
      flushEvery = Math.min(flushEvery * 2, MOST_UNFLUSHED);
    } else if (nanos > SHORT_NANOS) {
      flushEvery = (int) Math.max(1, flushEvery * SHORT_NANOS / nanos);
    }
  }
}
