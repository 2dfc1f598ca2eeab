package dev.brood.exception;

import org.jspecify.annotations.Nullable;

/**
 * Thrown in the sender, before anything is sent, when a value cannot travel to another process.
 *
 * <p>The message names the way from the value to the part that cannot be sent, that part's class,
 * and what to do about it:
 *
 * <pre>{@code
 * argument[0].jobs[3].owner.thread: java.lang.Thread is not serializable. A thread exists only ...
 * }</pre>
 *
 * @since 0.1
 */
public class NotSendableException extends ProcessException {
  private static final long serialVersionUID = 1L;

  private final String path;
  private final String offender;
  private final String advice;

  /**
   * Makes an exception that names the offending part.
   *
   * @param path the way from the value to the part, such as {@code argument[0].owner.thread}
   * @param offender the class name of the part
   * @param problem what is wrong with the part, such as {@code java.lang.Thread is not
   *     serializable}
   * @param advice what to do about it, as one or more sentences; may be empty
   * @param cause what the attempt to send threw, or null
   */
  public NotSendableException(
      String path, String offender, String problem, String advice, @Nullable Throwable cause) {
    super(path + ": " + problem + (advice.isEmpty() ? "" : ". " + advice), cause);
    this.path = path;
    this.offender = offender;
    this.advice = advice;
  }

  /**
   * Returns the way from the value to the part that cannot be sent.
   *
   * @return the path, such as {@code argument[0].jobs[3].owner.thread}
   */
  public String path() {
    return path;
  }

  /**
   * Returns the class name of the part that cannot be sent.
   *
   * @return the class name, as {@link Class#getName()} gives it
   */
  public String offender() {
    return offender;
  }

  /**
   * Returns what to do so that the value can be sent.
   *
   * @return one or more sentences, or an empty text if there is nothing to say
   */
  public String advice() {
    return advice;
  }
}
