package dev.brood.internal.family;

import org.jetbrains.lincheck.datastructures.StressOptions;

/** How Lincheck tries what processes do at the same time; longer in the stress profile. */
public final class RandomPrograms {
  private static final int PROGRAMS = Integer.getInteger("brood.stress.programs", 20);
  private static final int RUNS = 500;

  private RandomPrograms() {}

  /**
   * Returns the options for programs of so many processes, each a thread that does so many things,
   * of which there must be an order in which {@code alone} does the same.
   */
  public static StressOptions of(int processes, int operations, Class<?> alone) {
    return new StressOptions()
        .threads(processes)
        .actorsPerThread(operations)
        .iterations(PROGRAMS)
        .invocationsPerIteration(RUNS)
        .sequentialSpecification(alone);
  }
}
