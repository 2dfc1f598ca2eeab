package dev.brood.internal.task;

/**
 * Seeds that follow from another: those of the calls of a pool, and of the items of a call. They
 * depend on nothing else, and the random numbers that follow from them have nothing in common.
 */
public final class Seed {

  private Seed() {}

  /** Returns the seed that follows from another, for the one with this number among its like. */
  public static long of(long seed, long number) {
    return mix(seed ^ mix(number + 1));
  }

  /**
   * Mixes the bits of a number: variant 13 of David Stafford, "Better Bit Mixing" (2011). Seeds
   * that differ by a multiple of its gamma would give {@code SplittableRandom} overlapping streams.
   */
  private static long mix(long number) {
    long mixed = (number ^ (number >>> 30)) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
    return mixed ^ (mixed >>> 31);
  }
}
