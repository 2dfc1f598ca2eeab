package dev.brood.exception;

/**
 * Thrown when the other end of a connection is gone: it was closed, or the process that held it has
 * ended, however it ended. A receiver is told so after it has received all messages that were sent
 * completely; of a message that was cut off nothing is delivered.
 *
 * @since 0.1
 */
public class EndOfConnectionException extends ProcessException {
  private static final long serialVersionUID = 1L;

  /**
   * Makes an exception.
   *
   * @param message what happened
   */
  public EndOfConnectionException(String message) {
    super(message);
  }
}
