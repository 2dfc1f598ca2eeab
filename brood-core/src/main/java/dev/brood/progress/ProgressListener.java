package dev.brood.progress;

/**
 * Told how a map goes: when it begins, then as its tasks end, at most ten times a second, and when
 * it is over.
 *
 * <p>Called by the thread that waits for the results, one call at a time; what takes long holds up
 * that thread, not the workers. What it throws is thrown by the map, which is over then.
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
