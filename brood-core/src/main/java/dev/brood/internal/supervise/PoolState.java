package dev.brood.internal.supervise;

import dev.brood.exception.WorkerDeath;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The state of a pool at one moment.
 *
 * @param name the pool's name
 * @param size how many workers there are to be at most
 * @param workers those that there are
 * @param waiting items that no worker has
 * @param submitted items so far, retries included
 * @param results items that workers answered
 * @param failures how many of these answers were failures
 * @param started workers started so far
 * @param ends how many workers ended, or are to end, for which cause
 * @param lastDeaths the last workers that died, or were ended by force; oldest first
 * @param bytesOut bytes sent to workers
 * @param bytesIn bytes received from workers
 * @param waitTime how long items waited for a worker: percentiles
 * @param runTime how long items ran: percentiles
 */
public record PoolState(
    String name,
    int size,
    List<OfWorker> workers,
    long waiting,
    long submitted,
    long results,
    long failures,
    long started,
    Map<EndCause, Long> ends,
    List<WorkerDeath> lastDeaths,
    long bytesOut,
    long bytesIn,
    Percentiles waitTime,
    Percentiles runTime) {

  private static final String BUSY = "BUSY";

  /**
   * One worker.
   *
   * @param number its number in the pool, from 1
   * @param pid its process id, or -1
   * @param state what it does: {@code STARTING}, {@code INITIALIZING}, {@code IDLE}, {@code BUSY}
   *     or {@code RETIRING}
   * @param tasks items that it has answered
   * @param owes items that it was given and has not answered
   * @param ageNanos how long ago it was started
   * @param residentBytes how much memory its process has in use, or -1 if not known
   */
  public record OfWorker(
      int number,
      long pid,
      String state,
      long tasks,
      int owes,
      long ageNanos,
      long residentBytes) {}

  /** Returns how many workers ended for a cause. */
  public long ended(EndCause cause) {
    return ends.getOrDefault(cause, 0L);
  }

  /** Durations in nanoseconds that half, nine tenths and 99 of a hundred are not longer than. */
  public record Percentiles(long p50, long p90, long p99) {

    static Percentiles of(Histogram histogram) {
      return new Percentiles(
          histogram.percentile(0.5), histogram.percentile(0.9), histogram.percentile(0.99));
    }
  }

  /** Returns how many items wait or run. */
  public long unfinished() {
    long unfinished = waiting;
    for (OfWorker worker : workers) {
      unfinished += worker.state.equals(BUSY) ? worker.owes : 0;
    }
    return unfinished;
  }

  static PoolState of(String name, Crew crew, TaskQueue waiting, PoolCounters counters, long now) {
    List<OfWorker> workers = new ArrayList<>();
    long out = counters.bytesOut;
    long in = counters.bytesIn;
    for (Worker worker : crew.all()) {
      WorkerLink link = worker.link;
      workers.add(
          new OfWorker(
              worker.number,
              link == null ? -1 : link.pid(),
              stateOf(worker),
              worker.tasks(),
              worker.owes(),
              now - worker.bornAt,
              link == null ? -1 : link.residentBytes()));
      out += link == null ? 0 : link.bytesOut();
      in += link == null ? 0 : link.bytesIn();
    }
    return new PoolState(
        name,
        crew.size(),
        workers,
        waiting.items(),
        counters.submitted,
        counters.results,
        counters.failures,
        counters.started,
        counters.ends(),
        counters.lastDeaths(),
        out,
        in,
        Percentiles.of(counters.waits),
        Percentiles.of(counters.runs));
  }

  private static String stateOf(Worker worker) {
    return worker.state != Worker.State.READY
        ? worker.state.name()
        : worker.owesNothing() ? "IDLE" : BUSY;
  }
}
