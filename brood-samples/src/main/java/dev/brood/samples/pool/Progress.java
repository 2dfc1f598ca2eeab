package dev.brood.samples.pool;

import dev.brood.pool.MapOptions;
import dev.brood.pool.Pool;
import dev.brood.samples.support.Pause;
import java.util.stream.IntStream;

/** One word shows how far a job is: a bar on a terminal, a line now and then in a log. */
public final class Progress {
  private static final int ITEMS = 200;

  static void main() {
    IO.println("the sum of " + ITEMS + " squares is " + sumOfSquares());
  }

  static long sumOfSquares() {
    var numbers = IntStream.range(0, ITEMS).boxed().toList();
    // @start region="bar"
    try (var pool = Pool.of(4);
        var squares = pool.imap(Progress::square, numbers, MapOptions.progressBar("squares"))) {
      return squares.mapToLong(Integer::longValue).sum();
    }
    // @end
  }

  static int square(int x) {
    Pause.seconds(0.05);
    return x * x;
  }
}
