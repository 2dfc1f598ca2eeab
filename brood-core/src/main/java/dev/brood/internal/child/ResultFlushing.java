package dev.brood.internal.child;

/**
 * When a worker has its owner see the results of a batch that it still works on. Ringing for each
 * takes more of the cores than many a task: results of items that take next to nothing go by the
 * hundred, at once only if the owner sleeps. Those that nobody waits for singly gather for a while
 * even then, short items less long, since the owner must see how far they are to keep more at hand.
 * A failure is told at once, somebody may want to call off the rest.
 */
final class ResultFlushing {

  /** How long results gather that are wanted together: of short items, and of longer ones. */
  private static final long SHORT_TOGETHER_NANOS = 500_000;

  private static final long TOGETHER_NANOS = 12_000_000;

  private final OwnerLink owner;
  private final Pace pace;
  private boolean together;
  private long flushedAt;

  ResultFlushing(OwnerLink owner, Pace pace) {
    this.owner = owner;
    this.pace = pace;
  }

  /**
   * Begins with a batch.
   *
   * @param now the time in terms of {@link System#nanoTime}
   */
  void begin(boolean resultsTogether, long now) {
    together = resultsTogether;
    flushedAt = now;
    pace.begin(now);
  }

  /** An item is done that is not the last one of its batch. */
  void itemDone(boolean failed) {
    if (!pace.itemDone() && !failed) {
      if (!together) {
        owner.flushSoon();
      }
      return;
    }
    long gathers = pace.isSlow() ? TOGETHER_NANOS : SHORT_TOGETHER_NANOS;
    long now = System.nanoTime();
    if (!together || failed || now - flushedAt > gathers) {
      owner.flush();
      flushedAt = now;
    }
    var _ = pace.looked(now);
  }
}
