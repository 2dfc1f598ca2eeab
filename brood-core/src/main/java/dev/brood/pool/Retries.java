package dev.brood.pool;

import dev.brood.internal.batch.Failure;
import dev.brood.internal.call.RetryPolicy;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Whether and when a failed task is run again. Immutable.
 *
 * <p>There are two budgets: for tasks that failed with an exception or exceeded their time, and for
 * tasks whose worker died. A task that uses up the second one has killed that many workers and one
 * more; it is not run again. What fails at last carries the failures before it as suppressed ones.
 * A task that was cancelled is never run again. What a task itself throws is an error of that task,
 * whatever its type.
 *
 * <p>A task that is run again has the same index, and so the same random numbers; see {@link
 * TaskContext}.
 */
public final class Retries {

  private static final Duration LONGEST = Duration.ofMinutes(1);
  private static final Retries NONE = new Retries(0, 0, Duration.ZERO, LONGEST, failure -> true);

  private final int taskErrors;
  private final int workerDeaths;
  private final Duration firstDelay;
  private final Duration longestDelay;
  private final Predicate<? super Throwable> worthwhile;

  private Retries(
      int taskErrors,
      int workerDeaths,
      Duration firstDelay,
      Duration longestDelay,
      Predicate<? super Throwable> worthwhile) {
    this.taskErrors = taskErrors;
    this.workerDeaths = workerDeaths;
    this.firstDelay = firstDelay;
    this.longestDelay = longestDelay;
    this.worthwhile = worthwhile;
  }

  /** Returns no retries, the default. */
  public static Retries none() {
    return NONE;
  }

  /**
   * Returns so many more attempts for a task whose worker died, and none for one that failed
   * otherwise.
   *
   * @throws IllegalArgumentException if {@code times} is negative
   */
  public static Retries onWorkerDeath(int times) {
    return NONE.withWorkerDeaths(times);
  }

  /**
   * Returns so many more attempts for a task that threw or exceeded its time, and none for one
   * whose worker died.
   *
   * @throws IllegalArgumentException if {@code times} is negative
   */
  public static Retries onTaskError(int times) {
    return NONE.withTaskErrors(times);
  }

  /**
   * Returns these with so many more attempts for a task that threw or exceeded its time.
   *
   * @throws IllegalArgumentException if {@code times} is negative
   */
  public Retries withTaskErrors(int times) {
    return new Retries(
        notNegative("taskErrors", times), workerDeaths, firstDelay, longestDelay, worthwhile);
  }

  /**
   * Returns these with so many more attempts for a task whose worker died.
   *
   * @throws IllegalArgumentException if {@code times} is negative
   */
  public Retries withWorkerDeaths(int times) {
    return new Retries(
        taskErrors, notNegative("workerDeaths", times), firstDelay, longestDelay, worthwhile);
  }

  /**
   * Returns these with a pause before each new attempt, twice as long each time up to a longest; by
   * default there is none.
   *
   * @throws IllegalArgumentException if {@code first} is negative, or {@code longest} is shorter
   */
  public Retries withBackoff(Duration first, Duration longest) {
    Objects.requireNonNull(first, "first");
    Objects.requireNonNull(longest, "longest");
    if (first.isNegative() || longest.compareTo(first) < 0) {
      throw new IllegalArgumentException(
          "first=" + first + " must not be negative nor longer than longest=" + longest);
    }
    return new Retries(taskErrors, workerDeaths, first, longest, worthwhile);
  }

  /**
   * Returns these for failures only that {@code worthwhile} accepts; by default all. It is called
   * in this JVM, by the thread that takes the result.
   */
  public Retries when(Predicate<? super Throwable> worthwhile) {
    return new Retries(
        taskErrors,
        workerDeaths,
        firstDelay,
        longestDelay,
        Objects.requireNonNull(worthwhile, "worthwhile"));
  }

  private static int notNegative(String name, int times) {
    if (times < 0) {
      throw new IllegalArgumentException(name + "=" + times + " must not be negative");
    }
    return times;
  }

  /** Returns these as the engine asks them. */
  RetryPolicy policy() {
    return taskErrors == 0 && workerDeaths == 0 ? RetryPolicy.NONE : this::delay;
  }

  private @Nullable Duration delay(Failure failure, int errors, int deaths) {
    boolean another = failure.isDeath() ? deaths <= workerDeaths : errors <= taskErrors;
    if (!another || !worthwhile.test(failure.cause())) {
      return null;
    }
    Duration delay = firstDelay;
    for (int i = 1; i < errors + deaths && delay.compareTo(longestDelay) < 0; i++) {
      boolean over = delay.compareTo(longestDelay.dividedBy(2)) > 0;
      delay = over ? longestDelay : delay.multipliedBy(2);
    }
    return delay.compareTo(longestDelay) < 0 ? delay : longestDelay;
  }

  @Override
  public String toString() {
    return "Retries[taskErrors=" + taskErrors + ", workerDeaths=" + workerDeaths + "]";
  }
}
