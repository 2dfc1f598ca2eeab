package dev.brood.exception;

import org.jspecify.annotations.Nullable;

/**
 * Thrown on both sides of a connection that did not come about because one of them does not know
 * the key. Nothing but the handshake was read.
 *
 * @since 0.1
 */
public class AuthenticationException extends ProcessException {
  private static final long serialVersionUID = 1L;

  /**
   * Makes an exception without a cause.
   *
   * @param message what happened
   */
  public AuthenticationException(String message) {
    super(message);
  }

  /**
   * Makes an exception with a cause.
   *
   * @param message what happened
   * @param cause why, or null if nothing else was thrown
   */
  public AuthenticationException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
