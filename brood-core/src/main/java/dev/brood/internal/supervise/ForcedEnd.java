package dev.brood.internal.supervise;

/**
 * A worker that did not end as it was told when its pool was shut down.
 *
 * @param worker its number in the pool
 * @param pid its process id, or -1 if it had none
 * @param step the last step that was taken towards its end
 */
public record ForcedEnd(int worker, long pid, Step step) {

  /** Steps towards the end of a worker. */
  public enum Step {
    /** It was still starting, and was killed. */
    STARTING,
    /** It ignored the order to end, and was told to by SIGTERM. */
    TERMINATED,
    /** It ignored SIGTERM, and was killed. */
    KILLED
  }
}
