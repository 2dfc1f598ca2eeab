package dev.brood.samples.pool;

import dev.brood.pool.MapOptions;
import dev.brood.pool.Pool;
import dev.brood.progress.ProgressListener;
import dev.brood.samples.support.Pause;
import java.util.List;
import java.util.stream.IntStream;

/** How a map goes, for a log or a gauge of one's own; and what the pool did for it. */
public final class WatchedPool {
  static void main() {
    List<Integer> numbers = IntStream.range(0, 100).boxed().toList();
    // @start region="watched"
    try (var pool = Pool.builder().name("fractions").workers(2).build()) {
      ProgressListener log =
          progress -> {
            if (progress.ended()) {
              IO.println(progress.done() + " done, " + progress.failed() + " of these failed");
            }
          };
      pool.mapOutcomes(WatchedPool::fraction, numbers, MapOptions.defaults().withProgress(log));

      var stats = pool.stats();
      IO.println(
          stats.name() + ": " + stats.answered() + " answers, " + stats.failed() + " failed");
      IO.println("workers: " + stats.workers().size() + " of " + stats.size());
      IO.println(
          "half of the tasks took no longer than " + stats.runTime().p50().toMillis() + " ms");
    }
    // @end
  }

  static int fraction(int of) {
    Pause.seconds(0.02);
    return 100 / of;
  }
}
