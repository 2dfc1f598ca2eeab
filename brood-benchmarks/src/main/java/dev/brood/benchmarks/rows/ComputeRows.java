package dev.brood.benchmarks.rows;

import dev.brood.benchmarks.Row;
import dev.brood.benchmarks.Settings;
import dev.brood.benchmarks.Unit;
import java.util.List;

/**
 * Rows about real work: how many times faster two workers do it than one thread of the same
 * language.
 */
public final class ComputeRows {

  private ComputeRows() {}

  /** Returns the rows. */
  public static List<Row> rows() {
    return List.of(
        Row.named("primes.speedup")
            .measures("count primes by trial division: 2 workers against 1 thread", Unit.SPEED_UP)
            .full(
                Settings.of(5, 1).with("workers", 2).with("below", 2_000_000).with("block", 10_000))
            .quick(
                Settings.of(3, 1).with("workers", 2).with("below", 500_000).with("block", 10_000))
            .ours(SpeedUp::primes)
            .besideCPython()
            .limit("2-thread pool in one JVM", SpeedUp::primesOnThreads)
            .build(),
        Row.named("pi.speedup")
            .measures("pi by Monte Carlo: 2 workers against 1 thread", Unit.SPEED_UP)
            .full(Settings.of(5, 1).with("workers", 2).with("points", 20_000_000).with("parts", 16))
            .quick(Settings.of(3, 1).with("workers", 2).with("points", 8_000_000).with("parts", 16))
            .ours(SpeedUp::pi)
            .besideCPython()
            .limit("2-thread pool in one JVM", SpeedUp::piOnThreads)
            .build());
  }
}
