package dev.brood.samples.executor;

import dev.brood.function.SerializableCallable;
import dev.brood.pool.ProcessPoolExecutor;
import dev.brood.samples.support.Pause;
import java.util.List;
import java.util.concurrent.Future;

/**
 * One executor for the whole program: nobody makes it, nobody closes it. What belongs together is
 * given to it at once: all results are wanted, or the first.
 */
public final class SharedExecutor {
  static void main() throws Exception {
    // @start region="shared"
    var executor = ProcessPoolExecutor.shared(2);

    List<SerializableCallable<Integer>> parts = List.of(() -> sum(0, 500), () -> sum(500, 1000));
    int sum = 0;
    for (Future<Integer> part : executor.invokeAll(parts)) {
      sum += part.get();
    }
    IO.println("invokeAll: " + sum);

    List<SerializableCallable<String>> mirrors =
        List.of(() -> fetch("far", 60), () -> fetch("near", 0));
    IO.println("invokeAny: " + executor.invokeAny(mirrors));
    // @end

    try (var elsewhere = ProcessPoolExecutor.shared(1)) {
      IO.println("elsewhere it is the same: " + (elsewhere == executor));
    }
    IO.println("after that: " + executor.submit(() -> "still open").join());
  }

  static int sum(int from, int to) {
    int sum = 0;
    for (int i = from; i < to; i++) {
      sum += i;
    }
    return sum;
  }

  static String fetch(String mirror, int seconds) {
    Pause.seconds(seconds);
    return mirror;
  }
}
