package dev.brood.samples.support;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Random numbers for tasks: one stream for each index, and the same ones for the same seed. */
public final class RandomStreams {
  private static final RandomGeneratorFactory<RandomGenerator> FACTORY =
      RandomGeneratorFactory.of("L64X128MixRandom");

  private RandomStreams() {}

  /**
   * Returns the stream of one task.
   *
   * @param seed the seed of all tasks
   * @param index the index of the task
   */
  public static RandomGenerator of(long seed, long index) {
    // Hashed twice, one to one: neither neighbouring indexes nor neighbouring seeds share a start.
    long start = new SplittableRandom(seed).nextLong() + index;
    return FACTORY.create(new SplittableRandom(start).nextLong());
  }
}
