package dev.brood.benchmarks.rows;

import dev.brood.benchmarks.Row;
import dev.brood.benchmarks.Settings;
import dev.brood.benchmarks.Unit;
import dev.brood.benchmarks.limit.CopyAndRead;
import dev.brood.benchmarks.limit.ThreadAtomicIncrement;
import java.util.List;

/** Rows about memory that processes share. */
public final class MemoryRows {

  private MemoryRows() {}

  /** Returns the rows. */
  public static List<Row> rows() {
    return List.of(valueIncrement(), broadcast());
  }

  private static Settings two(int rounds, int warmup) {
    return Settings.of(rounds, warmup).with("workers", 2);
  }

  private static Row valueIncrement() {
    return Row.named("memory.value_increment")
        .measures("2 processes increment a shared value, nothing is lost", Unit.PER_SECOND)
        .full(two(9, 4).with("increments", 500_000))
        .quick(two(3, 2).with("increments", 500_000))
        .ours(ValueIncrement::new)
        .besideCPython()
        .limit("2 threads, AtomicLong", ThreadAtomicIncrement::new)
        .build();
  }

  private static Row broadcast() {
    return Row.named("memory.broadcast")
        .measures(
            "200 MB published, one byte of each page read by 2 workers, payload counted once",
            Unit.MEGABYTES_PER_SECOND)
        .full(two(7, 2).with("bytes", 200_000_000))
        .quick(two(3, 1).with("bytes", 200_000_000))
        .ours(Broadcast::new)
        .besideCPython()
        .limit("memcpy, read by 2 threads", CopyAndRead::new)
        .build();
  }
}
