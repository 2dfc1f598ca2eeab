package dev.brood.pool;

import dev.brood.progress.ProgressListener;
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
 *     else all items are run first
 * @param progress told how the map goes, or null
 */
public record MapOptions(
    int chunk,
    int inFlight,
    TaskOptions task,
    boolean failFast,
    @Nullable ProgressListener progress) {

  /** Says that a number follows from measurements. */
  public static final int ADAPTIVE = 0;

  private static final MapOptions DEFAULTS =
      new MapOptions(ADAPTIVE, ADAPTIVE, TaskOptions.defaults(), false, null);

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

  /**
   * Returns these options with chunks of {@code items}.
   *
   * @throws IllegalArgumentException if {@code items} is less than 1
   */
  public MapOptions withChunk(int items) {
    if (items < 1) {
      throw new IllegalArgumentException("chunk=" + items + " must be at least 1");
    }
    return new MapOptions(items, inFlight, task, failFast, progress);
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
    return new MapOptions(chunk, items, task, failFast, progress);
  }

  /** Returns these options with terms for each item. */
  public MapOptions withTask(TaskOptions terms) {
    return new MapOptions(chunk, inFlight, terms, failFast, progress);
  }

  /** Returns these options, where the first failure ends the map. */
  public MapOptions withFailFast() {
    return new MapOptions(chunk, inFlight, task, true, progress);
  }

  /** Returns these options with somebody who is told how the map goes. */
  public MapOptions withProgress(ProgressListener listener) {
    Objects.requireNonNull(listener, "progress");
    return new MapOptions(chunk, inFlight, task, failFast, listener);
  }
}
