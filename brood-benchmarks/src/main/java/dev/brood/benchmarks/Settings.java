package dev.brood.benchmarks;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * How much of a row is run. The sizes are handed to every side in the same words, so that ours, the
 * peer and the limit cannot drift apart.
 *
 * @param rounds how often each side is measured
 * @param warmups how many samples each side takes before that which are thrown away
 * @param bound how long the row may take altogether
 * @param sizes what a sample consists of, by name
 */
public record Settings(int rounds, int warmups, Duration bound, Map<String, Integer> sizes) {

  /** Checks the counts and copies the sizes. */
  public Settings {
    if (rounds < 1 || warmups < 0) {
      throw new IllegalArgumentException("rounds=" + rounds + ", warmups=" + warmups);
    }
    sizes = Map.copyOf(sizes);
  }

  /** Returns settings without sizes and with a bound of two minutes. */
  public static Settings of(int rounds, int warmups) {
    return new Settings(rounds, warmups, Duration.ofMinutes(2), Map.of());
  }

  /** Returns these settings with one more size. */
  public Settings with(String name, int size) {
    Map<String, Integer> more = new TreeMap<>(sizes);
    more.put(name, size);
    return new Settings(rounds, warmups, bound, more);
  }

  /** Returns these settings with another bound on the time of the row. */
  public Settings within(Duration newBound) {
    return new Settings(rounds, warmups, newBound, sizes);
  }

  /**
   * Returns the size of that name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public int size(String name) {
    Integer size = sizes.get(name);
    if (size == null) {
      throw new IllegalArgumentException("no size '" + name + "' in " + sizes.keySet());
    }
    return size;
  }
}
