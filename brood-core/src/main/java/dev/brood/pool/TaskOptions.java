package dev.brood.pool;

import dev.brood.internal.batch.TaskTerms;
import dev.brood.internal.call.RetryPolicy;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * On which terms a task runs. Immutable. What is null here is as the pool has it.
 *
 * <p>A limit is kept to some milliseconds, for each item of a map by itself, also inside a chunk.
 * {@link Duration#ZERO} is no limit. A task that exceeds {@code timeout} or {@code stallTimeout}
 * has failed with a {@link dev.brood.exception.TaskTimeoutException}; its thread is interrupted,
 * and if it does not end within the pool's grace its worker is killed and replaced. No other task
 * is touched by that.
 *
 * @param label what messages call the task
 * @param priority of the tasks that wait, those of a higher one are given to workers first; 0
 *     unless said. What a worker was given before it does first: a task, the rest of a chunk, or a
 *     millisecond of short ones
 * @param timeout how long the task may run
 * @param softTimeout after how long its thread is interrupted, so that it can still return
 *     something before {@code timeout}
 * @param stallTimeout how long it may run without {@link TaskContext#heartbeat()}
 * @param retries whether it runs again when it fails
 */
public record TaskOptions(
    @Nullable String label,
    @Nullable Integer priority,
    @Nullable Duration timeout,
    @Nullable Duration softTimeout,
    @Nullable Duration stallTimeout,
    @Nullable Retries retries) {

  private static final TaskOptions DEFAULTS = new TaskOptions(null, null, null, null, null, null);

  /**
   * Creates options.
   *
   * @throws IllegalArgumentException if a duration is negative
   */
  public TaskOptions {
    check("timeout", timeout);
    check("softTimeout", softTimeout);
    check("stallTimeout", stallTimeout);
  }

  private static void check(String name, @Nullable Duration limit) {
    if (limit != null && limit.isNegative()) {
      throw new IllegalArgumentException(name + "=" + limit + " must not be negative");
    }
  }

  /** Returns options that leave everything to the pool. */
  public static TaskOptions defaults() {
    return DEFAULTS;
  }

  /** Returns these options with a label. */
  public TaskOptions withLabel(String text) {
    Objects.requireNonNull(text, "label");
    return new TaskOptions(text, priority, timeout, softTimeout, stallTimeout, retries);
  }

  /** Returns these options with a priority. */
  public TaskOptions withPriority(int level) {
    return new TaskOptions(label, level, timeout, softTimeout, stallTimeout, retries);
  }

  /**
   * Returns these options with a time that a task may run.
   *
   * @throws IllegalArgumentException if it is negative
   */
  public TaskOptions withTimeout(Duration limit) {
    Objects.requireNonNull(limit, "timeout");
    return new TaskOptions(label, priority, limit, softTimeout, stallTimeout, retries);
  }

  /**
   * Returns these options with a time after which a task is interrupted.
   *
   * @throws IllegalArgumentException if it is negative
   */
  public TaskOptions withSoftTimeout(Duration limit) {
    Objects.requireNonNull(limit, "softTimeout");
    return new TaskOptions(label, priority, timeout, limit, stallTimeout, retries);
  }

  /**
   * Returns these options with a time that a task may go without a heartbeat.
   *
   * @throws IllegalArgumentException if it is negative
   */
  public TaskOptions withStallTimeout(Duration limit) {
    Objects.requireNonNull(limit, "stallTimeout");
    return new TaskOptions(label, priority, timeout, softTimeout, limit, retries);
  }

  /** Returns these options with retries. */
  public TaskOptions withRetries(Retries policy) {
    Objects.requireNonNull(policy, "retries");
    return new TaskOptions(label, priority, timeout, softTimeout, stallTimeout, policy);
  }

  /** Returns these options, and where they say nothing, others. */
  TaskOptions or(TaskOptions others) {
    return new TaskOptions(
        label != null ? label : others.label,
        priority != null ? priority : others.priority,
        timeout != null ? timeout : others.timeout,
        softTimeout != null ? softTimeout : others.softTimeout,
        stallTimeout != null ? stallTimeout : others.stallTimeout,
        retries != null ? retries : others.retries);
  }

  /** Returns the terms that the supervisor keeps. */
  TaskTerms terms() {
    return equals(DEFAULTS)
        ? TaskTerms.NONE
        : new TaskTerms(
            label,
            priority == null ? 0 : priority,
            nanos(softTimeout),
            nanos(timeout),
            nanos(stallTimeout));
  }

  private static long nanos(@Nullable Duration limit) {
    if (limit == null) {
      return 0;
    }
    // Longer than anybody waits, and far from an overflow.
    return limit.compareTo(Duration.ofDays(36_500)) > 0 ? 0 : limit.toNanos();
  }

  RetryPolicy retryPolicy() {
    return retries == null ? RetryPolicy.NONE : retries.policy();
  }
}
