package dev.brood.exception;

/**
 * Thrown when an element is put into a queue that was shut down, or one is to be taken from it and
 * none is left.
 *
 * @since 0.1
 */
public class QueueShutDownException extends ProcessException {
  private static final long serialVersionUID = 1L;

  /**
   * Makes an exception.
   *
   * @param message what was to be done
   */
  public QueueShutDownException(String message) {
    super(message);
  }
}
