package dev.brood.samples.pool;

import dev.brood.pool.Pool;
import dev.brood.samples.support.Pause;
import dev.brood.samples.support.Stopwatch;
import java.util.List;

/**
 * A pool maps a function over values. Each worker takes one at a time: five on four take two
 * rounds.
 */
public final class PoolSquare {
  static void main() {
    try (var pool = Pool.ofAllCores()) {
      squares(pool, List.of(2, 4, 6, 8));
    }
    try (var pool = Pool.of(4)) {
      squares(pool, List.of(2, 4, 6, 8));
      squares(pool, List.of(2, 4, 6, 8, 10));
    }
  }

  static void squares(Pool pool, List<Integer> numbers) {
    var watch = Stopwatch.start();
    var squares = pool.map(PoolSquare::square, numbers);
    IO.println(squares + " on " + pool.workers() + " workers in " + watch);
  }

  static int square(int x) {
    Pause.seconds(2);
    return x * x;
  }
}
