package dev.brood.internal.batch;

/**
 * Takes the results of batches. Called by whoever holds the turn, or by a thread of the pool that
 * runs in this JVM: it must be quick, must not block and must not run code of users.
 */
public interface ResultSink {

  /** Results arrived, in the order of the items of their batch. */
  void onResults(ResultRun run);

  /** Tells whether nobody wants a result any more. An item that waits then never begins. */
  default boolean isWithdrawn() {
    return false;
  }

  /** Tells whether whoever wants the results keeps the pool open until they are here. */
  default boolean holdsPool() {
    return false;
  }
}
