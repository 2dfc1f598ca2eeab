package dev.brood.exception;

/**
 * Thrown when a proxy is used whose object is gone from its manager: nobody used it any more when
 * the handle arrived, or the manager was started anew.
 *
 * @since 0.1
 */
public class ObjectReleasedException extends ProcessException {
  private static final long serialVersionUID = 1L;

  /**
   * Makes an exception.
   *
   * @param message which object, and why
   */
  public ObjectReleasedException(String message) {
    super(message);
  }
}
