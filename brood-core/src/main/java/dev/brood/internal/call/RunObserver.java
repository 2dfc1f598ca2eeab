package dev.brood.internal.call;

/**
 * Told how a run of many items goes. {@link #answered} is called by whoever moves the pool on and
 * must be quick, not block and not run users' code. The others are called by the thread that drives
 * the run.
 *
 * <p>Or how single calls go: each begins, runs again where that is so, and is answered once, by
 * whatever thread; also one that was refused.
 *
 * <p>An item is answered when it has ended for good: a failure after which it runs again is none.
 */
public interface RunObserver {

  /** Watches nothing. */
  RunObserver NONE = new RunObserver() {};

  /**
   * The run begins.
   *
   * @param size its number of items, or {@link MapRun#UNKNOWN_SIZE}
   * @param wake has the driving thread call {@link #check()} soon; for any thread
   */
  default void begun(long size, Runnable wake) {}

  /** So many single calls begin. */
  default void begun(long calls) {}

  /** So many items were answered, and so many of them with failures. */
  default void answered(int items, int failures) {}

  /** Throws what is to end the run, if there is anything. */
  default void check() {}

  /** An item that has failed runs again. */
  default void retried() {}

  /** The run is over. Throws what {@link #check()} would. */
  default void ended() {}
}
