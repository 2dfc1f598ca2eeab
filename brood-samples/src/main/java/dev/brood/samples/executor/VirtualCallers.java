package dev.brood.samples.executor;

import dev.brood.pool.ProcessPoolExecutor;
import dev.brood.sync.Event;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;

/**
 * A hundred thousand virtual threads wait for the results of two processes, each for its own, all
 * at the same time: no task gets past the gate before the last caller has submitted its own.
 */
public final class VirtualCallers {
  private static final int CALLERS = 100_000;

  static void main() throws InterruptedException {
    // @start region="callers"
    var sum = new LongAdder();
    var submitted = new CountDownLatch(CALLERS);
    try (var gate = Event.create();
        var processes = ProcessPoolExecutor.of(2);
        var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < CALLERS; i++) {
        int number = i;
        callers.execute(() -> {
          var result = processes.submit(() -> behind(gate, number));
          submitted.countDown();
          sum.add(result.join());
        });
      }
      submitted.await();
      var stats = processes.stats();
      IO.println(stats.submitted() + " submitted, " + stats.answered() + " answered");
      gate.set();
    }
    IO.println("100,000 callers got " + sum);
    // @end
  }

  static int behind(Event gate, int number) throws InterruptedException {
    gate.await();
    return number % 10;
  }
}
