package dev.brood.samples.executor;

import dev.brood.pool.ProcessPoolExecutor;
import dev.brood.pool.TaskFutures;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * Six numbers of fifteen digits: by map in input order, then by submit as they are completed. What
 * was submitted first and takes longest comes last.
 */
public final class ExecutorFactorize {
  private static final List<Long> NUMBERS =
      List.of(
          112272535095293L,
          112582705942171L,
          112272535095293L,
          115280095190773L,
          115797848077099L,
          117450548693743L);

  /** A prime that takes some seconds. */
  private static final long LONG_ONE = 1_000_000_000_000_000_003L;

  static void main() {
    // @start region="factorize"
    try (var executor = ProcessPoolExecutor.of(4)) {
      List<List<Long>> factors = executor.map(ExecutorFactorize::factors, NUMBERS);
      for (int i = 0; i < NUMBERS.size(); i++) {
        IO.println("map: " + NUMBERS.get(i) + " = " + product(factors.get(i)));
      }
      List<CompletableFuture<String>> futures =
          Stream.concat(Stream.of(LONG_ONE), NUMBERS.stream())
              .map(number -> executor.submit(() -> number + " = " + product(factors(number))))
              .toList();
      TaskFutures.asCompleted(futures)
          .forEach(done -> IO.println("completed: " + done.resultNow()));
    }
    // @end
  }

  /** Returns the prime factors of a number, by trial division. */
  static List<Long> factors(long number) {
    List<Long> factors = new ArrayList<>();
    long rest = number;
    for (long factor = 2; factor * factor <= rest; factor += factor == 2 ? 1 : 2) {
      while (rest % factor == 0) {
        factors.add(factor);
        rest /= factor;
      }
    }
    if (rest > 1) {
      factors.add(rest);
    }
    return factors;
  }

  private static String product(List<Long> factors) {
    return String.join(" x ", factors.stream().map(String::valueOf).toList());
  }
}
