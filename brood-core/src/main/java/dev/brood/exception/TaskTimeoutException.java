package dev.brood.exception;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Thrown for a task that ran longer than it may. The task was interrupted; the worker goes on if it
 * let go of the task in time, else it was killed and replaced.
 *
 * @since 0.1
 */
public class TaskTimeoutException extends ProcessException {
  private static final long serialVersionUID = 1L;

  /** Which limit a task can exceed. */
  public enum Limit {
    /** It ran too long. */
    TIMEOUT,
    /** Too much time passed since it last said that it makes progress. */
    STALL,
    /** It had no result when the time for the whole map was over. */
    DEADLINE
  }

  private final Limit limit;
  private final Duration allowed;
  private final @Nullable String label;
  private final long index;
  private final long pid;

  /**
   * Makes an exception.
   *
   * @param limit which limit was exceeded
   * @param allowed how long the limit is
   * @param label the label of the task, or null if it has none
   * @param index the place of the task in its row
   * @param pid the process id of the worker that ran it, or -1 for a thread of this JVM
   */
  public TaskTimeoutException(
      Limit limit, Duration allowed, @Nullable String label, long index, long pid) {
    super(text(limit, allowed, label, index, pid));
    this.limit = limit;
    this.allowed = allowed;
    this.label = label;
    this.index = index;
    this.pid = pid;
  }

  private static String text(
      Limit limit, Duration allowed, @Nullable String label, long index, long pid) {
    StringBuilder text = new StringBuilder("the task ");
    text.append(
        switch (limit) {
          case TIMEOUT -> "ran longer than ";
          case STALL -> "made no progress for ";
          case DEADLINE -> "had no result when the map had taken ";
        });
    if (allowed.toMillis() > 0) {
      text.append(allowed.toMillis()).append(" ms");
    } else {
      text.append(allowed.toNanos()).append(" ns");
    }
    if (label != null) {
      text.append(", task=").append(label);
    }
    text.append(", index=").append(index);
    if (pid > 0) {
      text.append(", pid=").append(pid);
    }
    return text.toString();
  }

  /**
   * Returns which limit was exceeded.
   *
   * @return the limit
   */
  public Limit limit() {
    return limit;
  }

  /**
   * Returns how long the limit is.
   *
   * @return the limit's length
   */
  public Duration allowed() {
    return allowed;
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
   * @return the index
   */
  public long index() {
    return index;
  }

  /**
   * Returns the process id of the worker that ran the task.
   *
   * @return the pid, or -1 if it ran in a thread of this JVM or had not begun
   */
  public long pid() {
    return pid;
  }
}
