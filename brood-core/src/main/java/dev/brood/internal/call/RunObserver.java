package dev.brood.internal.call;

/**
 * Told how a run of many items goes. {@link #answered} is called by whoever moves the pool on and
 * must be quick, not block and not run users' code. The others are called by the thread that drives
 * the run.
 *
 * <p>Or how single calls go: each begins, runs again where that is so, and is answered once, by
 * whatever thread; also one that was refused.
 */
public interface RunObserver {

  /** Watches nothing. */
  RunObserver NONE = new RunObserver() {};

  /** The run begins; its number of items, or {@link MapRun#UNKNOWN_SIZE}. */
  default void begun(long size) {}

  /** So many items were answered, and so many of them with failures. */
  default void answered(int items, int failures) {}

  /** Results were taken, or are about to be waited for; the driving thread may run users' code. */
  default void tick() {}

  /** An item that had been answered with a failure runs again. */
  default void retried() {}

  /** The run is over. */
  default void ended() {}
}
