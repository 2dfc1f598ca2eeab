package dev.brood.exception;

import org.jspecify.annotations.Nullable;

/**
 * The root of what Brood throws when processes or what passes between them fail.
 *
 * <p>What a task itself throws is not wrapped in this; see {@link RemoteTaskException} for the one
 * case where a stand-in is needed.
 *
 * @since 0.1
 */
public class ProcessException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Makes an exception without a cause.
   *
   * @param message what happened
   */
  public ProcessException(String message) {
    super(message);
  }

  /**
   * Makes an exception with a cause.
   *
   * @param message what happened
   * @param cause why, or null if nothing else was thrown
   */
  public ProcessException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
