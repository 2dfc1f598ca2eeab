package dev.brood.benchmarks.rows;

import java.util.SplittableRandom;

/** What tasks do. The CPython scripts have the same functions, in the same words. */
public final class Work {

  private Work() {}

  static boolean isPrime(int number) {
    if (number < 4) {
      return number > 1;
    }
    if (number % 2 == 0) {
      return false;
    }
    int last = (int) Math.sqrt(number);
    for (int divisor = 3; divisor <= last; divisor += 2) {
      if (number % divisor == 0) {
        return false;
      }
    }
    return true;
  }

  /** Returns how many primes the block of that number has. */
  static long primesInBlock(int size, int block) {
    int end = (block + 1) * size;
    long primes = 0;
    for (int number = block * size; number < end; number++) {
      if (isPrime(number)) {
        primes++;
      }
    }
    return primes;
  }

  /** Returns how many of {@code points} random points lie in the quarter circle. */
  static long hitsInPart(int points, int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    long hits = 0;
    for (int i = 0; i < points; i++) {
      double x = random.nextDouble();
      double y = random.nextDouble();
      if (x * x + y * y <= 1.0) {
        hits++;
      }
    }
    return hits;
  }

  /**
   * Keeps a core busy. Each step needs the one before, and shifts, unlike sums and products of
   * constants, cannot be drawn together by the compiler.
   */
  static long burn(int steps) {
    long state = steps | 1L;
    for (int i = 0; i < steps; i++) {
      state ^= state << 13;
      state ^= state >>> 7;
      state ^= state << 17;
    }
    return state;
  }
}
