package dev.brood.internal.supervise;

import dev.brood.exception.WorkerDeath;
import dev.brood.internal.batch.Batch;
import java.util.ArrayDeque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What happened in a pool, in numbers; of the holder of the turn. */
final class PoolCounters {

  /** How many deaths are remembered. */
  private static final int MOST_DEATHS = 8;

  long submitted;
  long results;
  long failures;
  long started;
  long bytesOut;
  long bytesIn;
  final Histogram waits = new Histogram();
  final Histogram runs = new Histogram();
  private final Map<EndCause, Long> ends = new EnumMap<>(EndCause.class);
  private final ArrayDeque<WorkerDeath> lastDeaths = new ArrayDeque<>();

  /** A worker ended, or is to end. */
  void ended(EndCause cause) {
    ends.merge(cause, 1L, Long::sum);
  }

  Map<EndCause, Long> ends() {
    return Map.copyOf(ends);
  }

  /** A worker has ended that should have gone on. */
  void remember(WorkerDeath death) {
    if (lastDeaths.size() == MOST_DEATHS) {
      lastDeaths.removeFirst();
    }
    lastDeaths.addLast(death);
  }

  List<WorkerDeath> lastDeaths() {
    return List.copyOf(lastDeaths);
  }

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
