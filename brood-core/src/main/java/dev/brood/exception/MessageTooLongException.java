package dev.brood.exception;

/**
 * Thrown when a message is longer than what was made ready for it. The exception says how long it
 * is; the method that threw says what becomes of the message.
 *
 * @since 0.1
 */
public class MessageTooLongException extends ProcessException {
  private static final long serialVersionUID = 1L;

  /** How long the message is. */
  private final long length;

  /**
   * Makes an exception.
   *
   * @param message what happened
   * @param length how many bytes the message has
   */
  public MessageTooLongException(String message, long length) {
    super(message);
    this.length = length;
  }

  /** Returns how many bytes the message has. */
  public long length() {
    return length;
  }
}
