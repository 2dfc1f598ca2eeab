package dev.brood.benchmarks;

/** What the user asked for cannot be: a row that does not exist, a file that cannot be written. */
public final class BadOptionException extends Exception {

  private static final long serialVersionUID = 1L;

  BadOptionException(String message) {
    super(message);
  }

  BadOptionException(String message, Throwable cause) {
    super(message, cause);
  }
}
