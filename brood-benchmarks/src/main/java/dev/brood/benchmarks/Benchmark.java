package dev.brood.benchmarks;

/**
 * One row of the table, listed in {@link Benchmarks}.
 *
 * @param name the row, as the documentation and the JSON file call it: {@code pool.map}
 * @param summary what is done, in one line
 * @param unit of the figure: {@code ms}, {@code us}, {@code 1/s}, {@code MB/s}
 * @param measurement what is run
 */
public record Benchmark(String name, String summary, String unit, Measurement measurement) {

  /** Measures once, its own warm-up included. */
  @FunctionalInterface
  public interface Measurement {

    /**
     * Returns the median of the rounds that the effort asks for.
     *
     * @throws Exception if the row could not be measured; the other rows still are
     */
    double measure(Effort effort) throws Exception;
  }
}
