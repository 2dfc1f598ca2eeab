package dev.brood.internal.supervise;

import dev.brood.internal.batch.Batch;

/** What happened in a pool, in numbers; of the holder of the turn. */
final class PoolCounters {

  long submitted;
  long results;
  long failures;
  long started;
  long died;
  long recycled;
  long evicted;
  long bytesOut;
  long bytesIn;
  final Histogram waits = new Histogram();
  final Histogram runs = new Histogram();

  /** Results came from a worker. */
  void results(int count, int failed) {
    results += count;
    failures += failed;
  }

  /** A batch was given to a worker. */
  void waited(Batch batch, long now) {
    waits.add(now - batch.submittedAt(), batch.count());
  }

  /** A worker took so long for so many items. */
  void ran(long nanos, int items) {
    runs.add(nanos / items, items);
  }

  /** A worker's link is closed. */
  void closed(WorkerLink link) {
    bytesOut += link.bytesOut();
    bytesIn += link.bytesIn();
  }
}
