package dev.brood.samples.pool;

import dev.brood.pool.MapOptions;
import dev.brood.pool.Outcome;
import dev.brood.pool.Outcome.Crashed;
import dev.brood.pool.Outcome.Failed;
import dev.brood.pool.Outcome.Succeeded;
import dev.brood.pool.Outcome.TimedOut;
import dev.brood.pool.ProcessPoolExecutor;
import dev.brood.pool.Retries;
import dev.brood.pool.TaskOptions;
import dev.brood.samples.support.Pause;
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
            .taskTimeout(Duration.ofSeconds(2))
            .retries(Retries.onWorkerDeath(1))
            .build()) {
      List<String> texts = List.of("1", "x", "crash", "sleep", "5");
      for (Outcome<Integer> each : executor.mapOutcomes(OutcomesSample::read, texts)) {
        switch (each) {
          case Succeeded<Integer>(var number, _) -> IO.println("read " + number);
          case Failed<Integer>(var cause, var task) ->
              IO.println("bad input at " + task.index() + ": " + cause.getMessage());
          case Crashed<Integer>(var death, _) -> IO.println("crashed: " + death.exitCode());
          case TimedOut<Integer>(var cause) -> IO.println("too slow: " + cause.allowed());
          default -> IO.println(each);
        }
      }
    }
    // @end
  }

  static int read(String text) {
    if (text.equals("crash")) {
      Runtime.getRuntime().halt(3);
    }
    if (text.equals("sleep")) {
      Pause.seconds(60);
    }
    return Integer.parseInt(text);
  }

  /** What the guide to faults shows. */
  static final class Guide {
    private Guide() {}

    static List<Outcome<Integer>> limited(ProcessPoolExecutor executor, List<String> texts) {
      // @start region="limits"
      var terms =
          TaskOptions.defaults()
              .withTimeout(Duration.ofSeconds(30))
              .withRetries(Retries.onWorkerDeath(2));
      var options = MapOptions.defaults().withTask(terms).withDeadline(Duration.ofMinutes(10));
      return executor.mapOutcomes(OutcomesSample::read, texts, options);
      // @end
    }
  }
}
