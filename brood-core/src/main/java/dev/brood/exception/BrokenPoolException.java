package dev.brood.exception;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when a pool cannot go on: its workers die as fast as they are started, or cannot be
 * started at all. All waiting tasks of the pool fail with it; the pool takes no more work. The
 * cause is what the last worker died of.
 *
 * @since 0.1
 */
public class BrokenPoolException extends ProcessException {
  private static final long serialVersionUID = 1L;

  /**
   * Makes an exception without a cause.
   *
   * @param message what happened
   */
  public BrokenPoolException(String message) {
    super(message);
  }

  /**
   * Makes an exception with a cause.
   *
   * @param message what happened
   * @param cause why, or null if nothing else was thrown
   */
  public BrokenPoolException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
