package dev.brood.samples.pool;

import dev.brood.pool.MapOptions;
import dev.brood.pool.Outcome;
import dev.brood.pool.Outcome.Cancelled;
import dev.brood.pool.Outcome.Failed;
import dev.brood.pool.Pool;
import dev.brood.samples.support.Pause;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A map runs every item, whatever happens to others; unless it is told to stop at a failure. */
public final class FailFast {
  private static final int ITEMS = 1_000;

  static void main() {
    List<String> texts = new ArrayList<>(Collections.nCopies(ITEMS, "1"));
    texts.set(5, "x");

    // @start region="failfast"
    try (var pool = Pool.of(2)) {
      var options = MapOptions.defaults().withFailFast();
      try {
        pool.map(FailFast::read, texts, options);
      } catch (NumberFormatException e) {
        IO.println("stopped: " + e.getMessage());
      }
      List<Outcome<Integer>> outcomes = pool.mapOutcomes(FailFast::read, texts, options);
      IO.println("failed: " + outcomes.stream().filter(Failed.class::isInstance).count());
      IO.println("not run: " + outcomes.stream().filter(Cancelled.class::isInstance).count());
    }
    // @end
  }

  static int read(String text) {
    Pause.seconds(0.1);
    return Integer.parseInt(text);
  }
}
