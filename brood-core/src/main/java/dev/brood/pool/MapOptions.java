package dev.brood.pool;

import dev.brood.exception.TaskTimeoutException;
import dev.brood.progress.ProgressBar;
import dev.brood.progress.ProgressListener;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a map treats its items. Immutable.
 *
 * @param chunk how many items travel together, or {@link #ADAPTIVE} to size chunks by what the
 *     items are measured to take
 * @param inFlight how many items may have been taken from the input whose results were not yet
 *     consumed, or {@link #ADAPTIVE} for some milliseconds of work for each worker
 * @param task on which terms each item runs
 * @param failFast whether the first failure takes back all other items, and stops those that run;
 *     else all items are run first, and a stream goes on to where the failure belongs. Outcomes say
 *     so of each item, if the input is a collection
 * @param deadline how long the whole map may take, or {@link Duration#ZERO} for any time; what has
 *     no result by then is stopped and has timed out
 * @param progress told how the map goes, or null
 */
public record MapOptions(
    int chunk,
    int inFlight,
    TaskOptions task,
    boolean failFast,
    Duration deadline,
    @Nullable ProgressListener progress) {

  /** Says that a number follows from measurements. */
  public static final int ADAPTIVE = 0;

  private static final MapOptions DEFAULTS =
      new MapOptions(ADAPTIVE, ADAPTIVE, TaskOptions.defaults(), false, Duration.ZERO, null);

  /**
   * Creates options.
   *
   * @throws IllegalArgumentException if a number is negative
   */
  public MapOptions {
    if (chunk < 0) {
      throw new IllegalArgumentException("chunk=" + chunk + " must be at least 1, or 0 to adapt");
    }
    if (inFlight < 0) {
      throw new IllegalArgumentException(
          "inFlight=" + inFlight + " must be at least 1, or 0 to adapt");
    }
    Objects.requireNonNull(task, "task");
    if (Objects.requireNonNull(deadline, "deadline").isNegative()) {
      throw new IllegalArgumentException("deadline=" + deadline + " must not be negative");
    }
  }

  /** Returns options that adapt everything. */
  public static MapOptions defaults() {
    return DEFAULTS;
  }

  /**
   * Returns options with chunks of {@code items}.
   *
   * @throws IllegalArgumentException if {@code items} is less than 1
   */
  public static MapOptions chunk(int items) {
    return DEFAULTS.withChunk(items);
  }

  /** Returns options with a {@link ProgressBar} of that name on standard error. */
  public static MapOptions progressBar(String name) {
    return DEFAULTS.withProgressBar(name);
  }

  /**
   * Returns these options with chunks of {@code items}.
   *
   * @throws IllegalArgumentException if {@code items} is less than 1
   */
  public MapOptions withChunk(int items) {
    if (items < 1) {
      throw new IllegalArgumentException("chunk=" + items + " must be at least 1");
    }
    return new MapOptions(items, inFlight, task, failFast, deadline, progress);
  }

  /**
   * Returns these options with at most {@code items} taken from the input and not yet consumed.
   *
   * @throws IllegalArgumentException if {@code items} is less than 1
   */
  public MapOptions withInFlight(int items) {
    if (items < 1) {
      throw new IllegalArgumentException("inFlight=" + items + " must be at least 1");
    }
    return new MapOptions(chunk, items, task, failFast, deadline, progress);
  }

  /** Returns these options with terms for each item. */
  public MapOptions withTask(TaskOptions terms) {
    return new MapOptions(chunk, inFlight, terms, failFast, deadline, progress);
  }

  /**
   * Returns these options, where the first failure ends the map: items that wait never begin, those
   * that run are stopped. Streams of results throw it as soon as they are asked for one, also in
   * order; streams of outcomes go on with items that were cancelled.
   */
  public MapOptions withFailFast() {
    return new MapOptions(chunk, inFlight, task, true, deadline, progress);
  }

  /**
   * Returns these options with a limit for the whole map, counted from its call; for a stream from
   * its terminal operation. Items that have no result by then are stopped, and fail with a {@link
   * TaskTimeoutException}, as does the map; of the input nothing more is read. Reading an element
   * of the input is users' code and is not stopped.
   *
   * <p>Outcomes tell it of each item of a {@link java.util.Collection}. Of another input, whose
   * size is not known, there are outcomes of what was read in time, and whether more would have
   * come is not told.
   *
   * @throws IllegalArgumentException if {@code time} is zero or negative
   */
  public MapOptions withDeadline(Duration time) {
    if (!Objects.requireNonNull(time, "deadline").isPositive()) {
      throw new IllegalArgumentException("deadline=" + time + " must be more than 0");
    }
    return new MapOptions(chunk, inFlight, task, failFast, time, progress);
  }

  /** Returns these options with somebody who is told how the map goes. */
  public MapOptions withProgress(ProgressListener listener) {
    Objects.requireNonNull(listener, "progress");
    return new MapOptions(chunk, inFlight, task, failFast, deadline, listener);
  }

  /** Returns these options with a {@link ProgressBar} on standard error. */
  public MapOptions withProgressBar() {
    return withProgress(ProgressBar.onStderr());
  }

  /** Returns these options with a {@link ProgressBar} of that name on standard error. */
  public MapOptions withProgressBar(String name) {
    return withProgress(ProgressBar.onStderr().named(name));
  }
}
