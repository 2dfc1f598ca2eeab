package dev.brood.internal.child;

/**
 * When a worker has its owner see the results of a batch that it still works on. Ringing for each
 * takes more of the cores than many a task: results of items that take next to nothing go by the
 * hundred, and so do those of longer ones that nobody waits for singly, for some milliseconds. A
 * failure is told at once, somebody may want to call off the rest.
 */
final class ResultFlushing {

  /** How long results of short items gather. */
  private static final long SHORT_NANOS = 20_000;

  /** How long results of longer items gather that are wanted together. */
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
      owner.flushSoon();
      return;
    }
    boolean isLong = flushEvery == 1;
    long now = System.nanoTime();
    if (!together || !isLong || failed || now - flushedAt > TOGETHER_NANOS) {
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
