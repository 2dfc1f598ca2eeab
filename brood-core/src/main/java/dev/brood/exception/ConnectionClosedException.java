package dev.brood.exception;

/**
 * Thrown when a connection or a listener is used that was closed in this process, or that has moved
 * to another one.
 *
 * @since 0.1
 */
public class ConnectionClosedException extends ProcessException {
  private static final long serialVersionUID = 1L;

  /**
   * Makes an exception.
   *
   * @param message why it cannot be used
   */
  public ConnectionClosedException(String message) {
    super(message);
  }
}
