package dev.brood.benchmarks.rows;

import dev.brood.benchmarks.Row;
import dev.brood.benchmarks.Settings;
import dev.brood.benchmarks.Unit;
import dev.brood.benchmarks.limit.ThreadLockIncrement;
import java.util.List;

/** Rows about locks between processes. */
public final class LockRows {

  private LockRows() {}

  /** Returns the rows. */
  public static List<Row> rows() {
    return List.of(
        Row.named("lock.value_increment")
            .measures("2 processes increment a shared value, each under its lock", Unit.PER_SECOND)
            .full(Settings.of(9, 4).with("workers", 2).with("increments", 500_000))
            .quick(Settings.of(3, 2).with("workers", 2).with("increments", 500_000))
            .ours(LockIncrement::new)
            .besideCPython()
            .limit("2 threads, ReentrantLock", ThreadLockIncrement::new)
            .build(),
        handOver("semaphore.hand_over").ours(SemaphoreHandOver::portable).besideCPython().build(),
        handOver("semaphore.hand_over_native")
            .ours(SemaphoreHandOver::withNativeAccess)
            .besideCPython()
            .build());
  }

  private static Row.Builder handOver(String name) {
    return Row.named(name)
        .measures(
            "2 children hand a permit to and fro, each works 200 us: round trip beyond the work",
            Unit.MICROSECONDS)
        .full(Settings.of(7, 3).with("trips", 1_000).with("work_us", 200))
        .quick(Settings.of(3, 2).with("trips", 500).with("work_us", 200));
  }
}
