package dev.brood.benchmarks.harness;

/** One side of a row: ours, the peer or the limit. */
interface Side extends AutoCloseable {

  /** Returns what it is called in messages. */
  String label();

  /** Waits until it is prepared, and returns who it says it is. */
  String awaitReady(Deadline deadline) throws SideFailedException, InterruptedException;

  /** Has it measure once. */
  double sample(Deadline deadline) throws SideFailedException, InterruptedException;

  /** Ends it, by force if it does not end by itself. */
  @Override
  void close();
}
