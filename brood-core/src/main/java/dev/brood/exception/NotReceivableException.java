package dev.brood.exception;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when a value arrived whole but cannot be rebuilt in this process: a class is missing or
 * differs from the sender's, its own code for reading threw, or a filter refused it. The cause says
 * which. Only this value is lost; the connection goes on.
 *
 * @since 0.1
 */
public class NotReceivableException extends ProcessException {
  private static final long serialVersionUID = 1L;

  /**
   * Makes an exception without a cause.
   *
   * @param message what happened
   */
  public NotReceivableException(String message) {
    super(message);
  }

  /**
   * Makes an exception with a cause.
   *
   * @param message what happened
   * @param cause why, or null if nothing else was thrown
   */
  public NotReceivableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
