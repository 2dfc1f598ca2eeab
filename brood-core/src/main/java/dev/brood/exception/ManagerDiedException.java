package dev.brood.exception;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when the manager that holds a shared object is gone: its process has ended, it was closed,
 * or it does not answer any more. A call that was made before may have been carried out or not.
 *
 * @since 0.1
 */
public class ManagerDiedException extends ProcessException {
  private static final long serialVersionUID = 1L;

  /**
   * Makes an exception.
   *
   * @param message which manager, and how it ended as far as that is known
   * @param cause what was seen of it, or null
   */
  public ManagerDiedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
