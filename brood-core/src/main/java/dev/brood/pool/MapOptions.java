package dev.brood.pool;

/**
 * How a map treats its items. Immutable.
 *
 * @param chunk how many items travel together, or {@link #ADAPTIVE} to size chunks by what the
 *     items are measured to take
 * @param inFlight how many items may have been taken from the input whose results were not yet
 *     consumed, or {@link #ADAPTIVE} for some milliseconds of work for each worker
 */
public record MapOptions(int chunk, int inFlight) {

  /** Says that a number follows from measurements. */
  public static final int ADAPTIVE = 0;

  private static final MapOptions DEFAULTS = new MapOptions(ADAPTIVE, ADAPTIVE);

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
    return new MapOptions(items, inFlight);
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
    return new MapOptions(chunk, items);
  }
}
