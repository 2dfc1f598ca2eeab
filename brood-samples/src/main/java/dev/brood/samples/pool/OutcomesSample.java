package dev.brood.samples.pool;

import dev.brood.pool.Outcome;
import dev.brood.pool.Outcome.Crashed;
import dev.brood.pool.Outcome.Failed;
import dev.brood.pool.Outcome.Succeeded;
import dev.brood.pool.Outcome.TimedOut;
import dev.brood.pool.ProcessPoolExecutor;
import dev.brood.pool.Retries;
import java.time.Duration;
import java.util.List;

/** One bad item is one bad outcome: what the documentation of {@link Outcome} shows. */
public final class OutcomesSample {

  private OutcomesSample() {}

  static void main() {
    // @start region="outcomes"
    try (var executor =
        ProcessPoolExecutor.builder()
            .workers(2)
            .taskTimeout(Duration.ofSeconds(30))
            .retries(Retries.onWorkerDeath(1))
            .build()) {
      for (Outcome<Integer> each : executor.mapOutcomes(Integer::parseInt, List.of("1", "x"))) {
        switch (each) {
          case Succeeded<Integer>(var number) -> IO.println("read " + number);
          case Failed<Integer>(var cause) -> IO.println("bad input: " + cause.getMessage());
          case Crashed<Integer>(var death, _) -> IO.println(death.summary());
          case TimedOut<Integer> late -> IO.println("too slow: " + late.cause().label());
          default -> {}
        }
      }
    }
    // @end
  }
}
