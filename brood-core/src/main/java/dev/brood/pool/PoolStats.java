package dev.brood.pool;

import dev.brood.internal.supervise.PoolState;
import java.time.Duration;
import java.util.List;

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
 * @param died workers that died unasked
 * @param recycled workers that were replaced for their number of tasks, age or memory
 * @param evicted workers that were ended because they did not let go of a task
 * @param bytesOut bytes sent to workers; 0 for threads
 * @param bytesIn bytes received from workers; 0 for threads
 * @param waitTime how long tasks waited for a worker
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
    long died,
    long recycled,
    long evicted,
    long bytesOut,
    long bytesIn,
    Percentiles waitTime,
    Percentiles runTime) {

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
   */
  public record Worker(
      int number, long pid, Activity activity, long tasks, int owes, Duration age) {}

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
        state.died(),
        state.recycled(),
        state.evicted(),
        state.bytesOut(),
        state.bytesIn(),
        percentiles(state.waitTime()),
        percentiles(state.runTime()));
  }

  private static Worker worker(PoolState.OfWorker worker) {
    return new Worker(
        worker.number(),
        worker.pid(),
        Activity.valueOf(worker.state()),
        worker.tasks(),
        worker.owes(),
        Duration.ofNanos(worker.ageNanos()));
  }

  private static Percentiles percentiles(PoolState.Percentiles nanos) {
    return new Percentiles(
        Duration.ofNanos(nanos.p50()),
        Duration.ofNanos(nanos.p90()),
        Duration.ofNanos(nanos.p99()));
  }
}
