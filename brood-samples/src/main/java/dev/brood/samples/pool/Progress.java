package dev.brood.samples.pool;

import dev.brood.pool.Pool;
import dev.brood.samples.support.Pause;
import dev.brood.samples.support.ProgressLine;
import java.util.stream.IntStream;

/** {@code imap} gives results while others are still computed: enough to show how far a job is. */
public final class Progress {
  private static final int ITEMS = 200;

  static void main() {
    IO.println("the sum of " + ITEMS + " squares is " + sumOfSquares());
  }

  static long sumOfSquares() {
    try (var pool = Pool.of(4);
        var progress = ProgressLine.start("squares", ITEMS);
        var squares = pool.imap(Progress::square, IntStream.range(0, ITEMS).boxed())) {
      return squares.peek(_ -> progress.step()).mapToLong(Integer::longValue).sum();
    }
  }

  static int square(int x) {
    Pause.seconds(0.05);
    return x * x;
  }
}
