package dev.brood.samples.executor;

import dev.brood.pool.ProcessPoolExecutor;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;

/** A hundred thousand virtual threads wait for the results of two processes, each for its own. */
public final class VirtualCallers {
  private static final int CALLERS = 100_000;

  static void main() {
    // @start region="callers"
    var sum = new LongAdder();
    try (var processes = ProcessPoolExecutor.of(2);
        var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < CALLERS; i++) {
        int number = i;
        callers.execute(() -> sum.add(processes.submit(() -> number % 10).join()));
      }
    }
    IO.println("100,000 callers got " + sum);
    // @end
  }
}
