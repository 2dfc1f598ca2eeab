package dev.brood.samples.queue;

import dev.brood.process.JvmProcess;
import dev.brood.queue.SharedQueue;

/** The sum of the squares of 0 to 999,999, in two halves. */
public final class ResultByQueue {
  private static final int LIMIT = 1_000_000;

  static void main() throws InterruptedException {
    try (var sums = SharedQueue.<Long>create(2);
        var low = JvmProcess.start(() -> sums.put(sumOfSquares(0, LIMIT / 2)));
        var high = JvmProcess.start(() -> sums.put(sumOfSquares(LIMIT / 2, LIMIT)))) {
      low.join();
      high.join();
      IO.println(sums.take() + sums.take());
    }
  }

  private static long sumOfSquares(int from, int to) {
    long sum = 0;
    for (long i = from; i < to; i++) {
      sum += i * i;
    }
    return sum;
  }
}
