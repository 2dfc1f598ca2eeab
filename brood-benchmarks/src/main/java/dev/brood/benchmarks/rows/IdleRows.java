package dev.brood.benchmarks.rows;

import dev.brood.benchmarks.Row;
import dev.brood.benchmarks.Settings;
import dev.brood.benchmarks.Unit;
import dev.brood.benchmarks.limit.IdleJvms;
import java.util.List;

/** Rows about a pool of eight that has nothing to do. Linux only. */
public final class IdleRows {

  private IdleRows() {}

  /** Returns the rows. */
  public static List<Row> rows() {
    return List.of(
        Row.named("pool.idle")
            .measures("CPU time of an idle pool of 8 and its owner, per worker", Unit.CORE_PERCENT)
            .full(eight(5).with("millis", 3_000))
            .quick(eight(1).with("millis", 2_000))
            .ours(IdlePool::cpu)
            .besideCPython()
            .limit("8 idle bare JVMs", IdleJvms::cpu)
            .build(),
        Row.named("pool.idle_uss")
            .measures("memory of its own (USS) of a worker of an idle pool of 8", Unit.MEGABYTES)
            .full(eight(1))
            .quick(eight(1))
            .ours(IdlePool::memory)
            .besideCPython()
            .limit("an idle bare JVM", IdleJvms::memory)
            .build(),
        Row.named("pool.idle_pss")
            .measures(
                "memory of a worker of an idle pool of 8, with its part of what is shared (PSS)",
                Unit.MEGABYTES)
            .full(eight(1))
            .quick(eight(1))
            .ours(IdlePool::proportional)
            .besideCPython()
            .limit("an idle bare JVM", IdleJvms::proportional)
            .build(),
        Row.named("spare.idle_uss")
            .measures("memory of its own (USS) of a spare JVM that waits", Unit.MEGABYTES)
            .full(Settings.of(1, 0).with("workers", 4).with("settle_millis", 2_000))
            .quick(Settings.of(1, 0).with("workers", 4).with("settle_millis", 2_000))
            .ours(Spare::memory)
            .limit("an idle bare JVM", IdleJvms::memory)
            .build());
  }

  private static Settings eight(int rounds) {
    return Settings.of(rounds, 0).with("workers", 8).with("settle_millis", 2_000);
  }
}
