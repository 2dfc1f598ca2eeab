package dev.brood.exception;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when the process that owns a shared object, or the parent of this process, is gone and the
 * call needs it. The object can no longer be used.
 *
 * @since 0.1
 */
public class OwnerDiedException extends ProcessException {
  private static final long serialVersionUID = 1L;

  /**
   * Makes an exception without a cause.
   *
   * @param message what happened
   */
  public OwnerDiedException(String message) {
    super(message);
  }

  /**
   * Makes an exception with a cause.
   *
   * @param message what happened
   * @param cause why, or null if nothing else was thrown
   */
  public OwnerDiedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
