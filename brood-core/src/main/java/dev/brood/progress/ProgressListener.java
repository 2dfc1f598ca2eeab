package dev.brood.progress;

/**
 * Told how a map goes, or the single calls of a pool: when it begins, then as tasks end, at most
 * ten times a second, and when it is over.
 *
 * <p>One call at a time, each sees what those before did. When a map begins and when it ends the
 * thread calls that waits for its results, in between a virtual thread of the pool; so what takes
 * long holds up neither the workers nor who takes the results, but the end of the map waits for it.
 * Of single calls a virtual thread tells, so some may have ended when the first is told of; when
 * the pool has ended, perhaps the thread that waited for that, which then waits for the listener
 * too.
 *
 * <p>What it throws is thrown by the map, which is over then; it is told no more. About single
 * calls it is logged, and they go on.
 */
@FunctionalInterface
public interface ProgressListener {

  /** Takes in how far the run has come. */
  void onProgress(Progress progress);

  /**
   * Returns who is told of one run, which is about to begin; by default this listener. One that
   * keeps something from call to call returns another of its kind, so that several runs may use it.
   */
  default ProgressListener forRun() {
    return this;
  }
}
