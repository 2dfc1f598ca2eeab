package dev.brood.exception;

import org.jspecify.annotations.Nullable;

/**
 * Stands in for a throwable of another process that cannot be rebuilt here: its class is missing
 * here, or it holds something that cannot be sent.
 *
 * <p>The stack trace is the one of the original; causes and suppressed exceptions are the originals
 * where possible, stand-ins otherwise.
 *
 * @since 0.1
 */
public class RemoteTaskException extends ProcessException {
  private static final long serialVersionUID = 1L;

  private final String remoteClassName;
  private final @Nullable String remoteMessage;
  private final String reason;

  /**
   * Makes a stand-in. The caller sets the stack trace and the suppressed exceptions.
   *
   * @param remoteClassName the class name of the original
   * @param remoteMessage the message of the original, which may have none
   * @param remoteText what the original's {@code toString} returned
   * @param reason why the original could not be rebuilt here; may be empty
   * @param cause the original's cause or its stand-in, if it had one
   */
  public RemoteTaskException(
      String remoteClassName,
      @Nullable String remoteMessage,
      String remoteText,
      String reason,
      @Nullable Throwable cause) {
    super(reason.isEmpty() ? remoteText : remoteText + " [stand-in: " + reason + "]", cause);
    this.remoteClassName = remoteClassName;
    this.remoteMessage = remoteMessage;
    this.reason = reason;
  }

  /**
   * Returns the class name of the original.
   *
   * @return the class name, as {@link Class#getName()} gave it in the other process
   */
  public String remoteClassName() {
    return remoteClassName;
  }

  /**
   * Returns the message of the original.
   *
   * @return the message, or null if the original had none
   */
  public @Nullable String remoteMessage() {
    return remoteMessage;
  }

  /**
   * Returns why the original could not be rebuilt here.
   *
   * @return the reason, or an empty text if it is not known
   */
  public String reason() {
    return reason;
  }
}
