package dev.brood.benchmarks.harness;

/** One side of a row gave no sample. The message says which, why, and what it printed last. */
final class SideFailedException extends Exception {

  private static final long serialVersionUID = 1L;

  SideFailedException(String message) {
    super(message);
  }

  SideFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
