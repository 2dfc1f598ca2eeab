package dev.brood.benchmarks;

import java.io.IOException;

/**
 * Measures one side of a row, in a process of its own. What is prepared once (a pool, a payload) is
 * prepared by whoever creates the probe; what it did not mean to measure is left outside the clock
 * of {@link #sample}.
 */
public interface Probe extends AutoCloseable {

  /** Creates a probe. Runs in the process that measures. */
  @FunctionalInterface
  interface Opener {
    /** Prepares what the probe needs, sized by {@code settings}. */
    Probe open(Settings settings) throws Exception;
  }

  /** Measures once, and returns the value in the unit of the row. */
  double sample() throws Exception;

  /** Ends what was prepared. */
  @Override
  default void close() throws IOException {}
}
