package dev.brood.exception;

import java.io.Serial;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when a child process could not be started, or started but did not introduce itself in
 * time.
 *
 * @since 0.1
 */
public class ProcessStartException extends ProcessException {
  @Serial private static final long serialVersionUID = 1L;

  private final String[] lastOutput;

  /**
   * Makes an exception for a process that wrote nothing.
   *
   * @param message what happened
   * @param cause why, or null if nothing else was thrown
   */
  public ProcessStartException(String message, @Nullable Throwable cause) {
    this(message, List.of(), cause);
  }

  /**
   * Makes an exception with what the process had written.
   *
   * @param message what happened
   * @param lastOutput the last lines the process wrote, oldest first
   * @param cause why, or null if nothing else was thrown
   */
  public ProcessStartException(String message, List<String> lastOutput, @Nullable Throwable cause) {
    super(text(message, lastOutput), cause);
    this.lastOutput = lastOutput.toArray(new String[0]);
  }

  private static String text(String message, List<String> lastOutput) {
    if (lastOutput.isEmpty()) {
      return message;
    }
    StringBuilder text = new StringBuilder(message).append(", last output:");
    for (String line : lastOutput) {
      text.append("\n  | ").append(line);
    }
    return text.toString();
  }

  /**
   * Returns the last lines that the process wrote to its standard output and error.
   *
   * @return the lines, oldest first
   */
  public List<String> lastOutput() {
    return List.of(lastOutput);
  }
}
