package dev.brood.pool;

import dev.brood.internal.supervise.ForcedEnd;
import java.util.List;

/**
 * Which workers did not end as they were told when their pool was shut down. A plain value.
 *
 * <p>A worker is told to end when it has nothing left to do, or by SIGTERM at {@link
 * Pool#shutdownNow()}. If it does not, it is told more and more firmly; each of these steps is also
 * a line in the log.
 *
 * @param forced the workers that had to be forced, in no order; empty if there was none
 */
public record ShutdownReport(List<Worker> forced) {

  /** Copies the list. */
  public ShutdownReport {
    forced = List.copyOf(forced);
  }

  /** The last step that was taken towards the end of a worker. */
  public enum Step {
    /** It had not come up yet, so it was of no use any more, and was killed at once. */
    STARTING,
    /**
     * It did not end within 5 s of the order to end, its exit hook included, and ended at SIGTERM.
     */
    TERMINATED,
    /**
     * It did not end within 1 s of SIGTERM either, and was killed, with all that it had started. A
     * thread cannot be killed: it was given up, and may still run.
     */
    KILLED
  }

  /**
   * One worker.
   *
   * @param number its number in the pool, from 1
   * @param pid its process id; -1 for a thread, and for a process that did not run yet
   * @param step what it took to end it
   */
  public record Worker(int number, long pid, Step step) {}

  static ShutdownReport of(List<ForcedEnd> ends) {
    return new ShutdownReport(
        ends.stream()
            .map(end -> new Worker(end.worker(), end.pid(), Step.valueOf(end.step().name())))
            .toList());
  }
}
