package dev.brood.exception;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Thrown for the one task that a worker process was running when it died. No other task is touched
 * by that death.
 *
 * @since 0.1
 */
public class WorkerDiedException extends ProcessException {
  private static final long serialVersionUID = 1L;

  /** The index of a task that is not one of a numbered row. */
  public static final long NO_INDEX = -1;

  /** The most bytes of a task that are kept. */
  public static final int MOST_INPUT = 1 << 20;

  private final WorkerDeath death;
  private final @Nullable String label;
  private final long index;
  private final byte @Nullable [] input;

  /**
   * Makes an exception for a task without label and index.
   *
   * @param death how the worker ended
   */
  public WorkerDiedException(WorkerDeath death) {
    this(death, null, NO_INDEX);
  }

  /**
   * Makes an exception for the task that the worker was running.
   *
   * @param death how the worker ended
   * @param label the label of the task, or null if it has none
   * @param index the place of the task in its row, or {@link #NO_INDEX}
   */
  public WorkerDiedException(WorkerDeath death, @Nullable String label, long index) {
    this(death, label, index, null);
  }

  /**
   * Makes an exception for the task that the worker was running.
   *
   * @param death how the worker ended
   * @param label the label of the task, or null if it has none
   * @param index the place of the task in its row, or {@link #NO_INDEX}
   * @param input the task as it was sent, or null if that is not kept
   */
  public WorkerDiedException(
      WorkerDeath death, @Nullable String label, long index, byte @Nullable [] input) {
    super(text(death, label, index));
    this.input = input;
    this.death = death;
    this.label = label;
    this.index = index;
  }

  private static String text(WorkerDeath death, @Nullable String label, long index) {
    StringBuilder text = new StringBuilder(death.summary());
    if (label != null) {
      text.append(", task=").append(label);
    }
    if (index != NO_INDEX) {
      text.append(", index=").append(index);
    }
    List<String> lines = death.lastOutput();
    if (!lines.isEmpty()) {
      text.append(", last output:");
      for (String line : lines) {
        text.append("\n  | ").append(line);
      }
    }
    return text.toString();
  }

  /**
   * Returns how the worker ended.
   *
   * @return the plain facts
   */
  public WorkerDeath death() {
    return death;
  }

  /**
   * Returns the process id of the worker.
   *
   * @return the pid, or -1 if it never had one
   */
  public long pid() {
    return death.pid();
  }

  /**
   * Returns the label of the task.
   *
   * @return the label, or null if the task has none
   */
  public @Nullable String label() {
    return label;
  }

  /**
   * Returns the place of the task in its row.
   *
   * @return the index, or {@link #NO_INDEX}
   */
  public long index() {
    return index;
  }

  /**
   * Returns the task as it was sent to the worker; {@code QuarantinedTask} runs it again.
   *
   * @return the bytes, if they are at most {@link #MOST_INPUT} and the worker was a JVM
   */
  public Optional<byte[]> input() {
    return Optional.ofNullable(input).map(byte[]::clone);
  }
}
