package dev.brood.exception;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when what arrived from another process cannot be understood: cut off, damaged, of another
 * version, or not from a Brood process. The connection that it came from is of no further use.
 *
 * @since 0.1
 */
public class ProtocolException extends ProcessException {
  private static final long serialVersionUID = 1L;

  /**
   * Makes an exception without a cause.
   *
   * @param message what happened
   */
  public ProtocolException(String message) {
    super(message);
  }

  /**
   * Makes an exception with a cause.
   *
   * @param message what happened
   * @param cause why, or null if nothing else was thrown
   */
  public ProtocolException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
