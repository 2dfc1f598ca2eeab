package dev.brood.pool;

import dev.brood.exception.WorkerDeath;
import dev.brood.internal.supervise.PoolState;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What a pool is doing and has done, at one moment. A snapshot; nothing in it changes.
 *
 * @param name the pool's name
 * @param size how many workers there are to be at most
 * @param workers those that there are, starting and ending ones included
 * @param waiting tasks that no worker has
 * @param submitted tasks so far; one that is run again counts again
 * @param answered tasks that workers have answered
 * @param failed how many of these answers were failures
 * @param started workers that were started so far
 * @param ends how many workers ended so far, or are about to, for which cause; a cause that did not
 *     occur is missing. The end of the pool itself is no cause
 * @param lastDeaths the last eight workers that died unasked or were killed for what their task
 *     did, with exit code, signal and likely cause; oldest first
 * @param bytesOut bytes sent to workers; 0 for threads
 * @param bytesIn bytes received from workers; 0 for threads
 * @param waitTime how long tasks waited until they were given to a worker. A worker is given up to
 *     a millisecond of work ahead, as far as the tasks before tell how long they take; what a task
 *     waits there is not in it
 * @param runTime how long tasks ran
 */
public record PoolStats(
    String name,
    int size,
    List<Worker> workers,
    long waiting,
    long submitted,
    long answered,
    long failed,
    long started,
    Map<EndCause, Long> ends,
    List<WorkerDeath> lastDeaths,
    long bytesOut,
    long bytesIn,
    Percentiles waitTime,
    Percentiles runTime) {

  /** Why workers end before their pool does. */
  public enum EndCause {
    /** It died unasked. */
    DIED,
    /** Its process could not be started, or ended before it had joined. */
    NOT_STARTED,
    /** It had done as many tasks as {@link PoolBuilder#maxTasksPerWorker} allows. */
    TASKS,
    /** It was as old as {@link PoolBuilder#maxWorkerAge} allows. */
    AGE,
    /** It used more memory than {@link MemoryLimits} allow, or its heap was full. */
    MEMORY,
    /** Since its first task it had grown by more than {@link MemoryLimits} allow. */
    GROWTH,
    /** It did not let go of a task that was late or cancelled, or did not begin one. */
    EVICTED,
    /** It had nothing to do for {@link PoolBuilder#idleTimeout}. */
    IDLE,
    /** The pool was made smaller. */
    RESIZED
  }

  /** What a worker does. */
  public enum Activity {
    /** Its process starts. */
    STARTING,
    /** It runs the initializer. */
    INITIALIZING,
    /** It has nothing to do. */
    IDLE,
    /** It has tasks. */
    BUSY,
    /** It is about to end. */
    RETIRING
  }

  /**
   * One worker.
   *
   * @param number its number in the pool, from 1
   * @param pid its process id; -1 for a thread and for a process that is starting
   * @param activity what it does
   * @param tasks tasks that it has answered
   * @param owes tasks that it has and has not answered
   * @param age how long ago it was started
   * @param residentBytes how much memory its process has in use; -1 for a thread, for a process
   *     that is starting, and where the system does not say
   */
  public record Worker(
      int number,
      long pid,
      Activity activity,
      long tasks,
      int owes,
      Duration age,
      long residentBytes) {}

  /** Returns how many workers ended for a cause. */
  public long ended(EndCause cause) {
    return ends.getOrDefault(cause, 0L);
  }

  /** Returns how many workers died unasked. */
  public long died() {
    return ended(EndCause.DIED);
  }

  /** Returns how many workers were replaced for their number of tasks, age, memory or growth. */
  public long recycled() {
    return ended(EndCause.TASKS)
        + ended(EndCause.AGE)
        + ended(EndCause.MEMORY)
        + ended(EndCause.GROWTH);
  }

  /** Returns how many workers were ended because they did not let go of a task. */
  public long evicted() {
    return ended(EndCause.EVICTED);
  }

  /**
   * Durations that so many of a hundred were not longer than, to an eighth; zero where there was
   * none. Tasks that travel in one chunk count with their mean.
   */
  public record Percentiles(Duration p50, Duration p90, Duration p99) {}

  static PoolStats of(PoolState state) {
    return new PoolStats(
        state.name(),
        state.size(),
        state.workers().stream().map(PoolStats::worker).toList(),
        state.waiting(),
        state.submitted(),
        state.results(),
        state.failures(),
        state.started(),
        ends(state),
        state.lastDeaths(),
        state.bytesOut(),
        state.bytesIn(),
        percentiles(state.waitTime()),
        percentiles(state.runTime()));
  }

  private static Map<EndCause, Long> ends(PoolState state) {
    Map<EndCause, Long> ends = new EnumMap<>(EndCause.class);
    state.ends().forEach((cause, count) -> ends.put(EndCause.valueOf(cause.name()), count));
    return Collections.unmodifiableMap(ends);
  }

  private static Worker worker(PoolState.OfWorker worker) {
    return new Worker(
        worker.number(),
        worker.pid(),
        Activity.valueOf(worker.state()),
        worker.tasks(),
        worker.owes(),
        Duration.ofNanos(worker.ageNanos()),
        worker.residentBytes());
  }

  private static Percentiles percentiles(PoolState.Percentiles nanos) {
    return new Percentiles(
        Duration.ofNanos(nanos.p50()),
        Duration.ofNanos(nanos.p90()),
        Duration.ofNanos(nanos.p99()));
  }
}
