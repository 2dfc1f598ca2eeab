package dev.brood.samples.numeric;

import dev.brood.pool.Pool;
import dev.brood.samples.support.Stopwatch;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Which of 100,000 to 199,999 are prime: asked one by one, in a loop and through a pool. So little
 * work that the start of the pool costs more than there is to win.
 */
public final class PrimesRange {
  static void main() {
    List<Integer> numbers = IntStream.range(100_000, 200_000).boxed().toList();

    var watch = Stopwatch.start();
    long primes = count(numbers.stream().map(TrialDivision::isPrime).toList());
    double single = watch.seconds();
    print("single", primes, single);

    watch = Stopwatch.start();
    // With an initializer, a pool opens when all its workers are up.
    try (var pool = Pool.builder().initializer(PrimesRange::begin).build()) {
      IO.println("pool of " + pool.workers() + ": started in " + watch);
      watch = Stopwatch.start();
      primes = count(pool.map(TrialDivision::isPrime, numbers));
      double pooled = watch.seconds();
      print("pool of " + pool.workers(), primes, pooled);
      IO.println(String.format(Locale.ROOT, "speed-up: %.2f", single / pooled));
    }
  }

  static void begin() {}

  static long count(List<Boolean> answers) {
    return answers.stream().filter(prime -> prime).count();
  }

  static void print(String name, long primes, double seconds) {
    IO.println(String.format(Locale.ROOT, "%s: %,d primes in %.2f s", name, primes, seconds));
  }
}
