package dev.brood.benchmarks.rows;

import dev.brood.benchmarks.Row;
import dev.brood.benchmarks.Settings;
import dev.brood.benchmarks.Unit;
import dev.brood.benchmarks.limit.BareJvmStart;
import java.util.List;

/**
 * Rows about starting. Nothing is warm in the children; the starting process is, after its warm-up.
 */
public final class StartRows {

  private StartRows() {}

  /** Returns the rows. */
  public static List<Row> rows() {
    return List.of(
        Row.named("start.spawn")
            .measures("start a child that does nothing, and join it; spawn", Unit.MILLISECONDS)
            .full(Settings.of(9, 2).with("starts", 5))
            .quick(Settings.of(3, 1).with("starts", 3))
            .ours(ProcessStart::spawn)
            .besideCPython()
            .limit("bare java start + exit", BareJvmStart::new)
            .build(),
        Row.named("pool.first_result")
            .measures(
                "create a pool of 2 and map an item per worker, until the results; spawn",
                Unit.MILLISECONDS)
            .full(Settings.of(9, 2).with("starts", 5).with("workers", 2))
            .quick(Settings.of(3, 1).with("starts", 3).with("workers", 2))
            .ours(FirstResult::spawn)
            .besideCPython()
            .limit("2 bare java start + exit", BareJvmStart::new)
            .build(),
        Row.named("start.forkserver")
            .measures(
                "take a child that is ready, have it do nothing, and join it; forkserver",
                Unit.MILLISECONDS)
            .full(Settings.of(9, 2).with("starts", 5))
            .quick(Settings.of(3, 1).with("starts", 3))
            .ours(ProcessStart::forkserver)
            .besideCPython()
            .build(),
        Row.named("start.forkserver_burst")
            .measures("start 60 children that do nothing, join all; forkserver", Unit.MILLISECONDS)
            .full(Settings.of(3, 1).with("starts", 1).with("children", 60))
            .quick(Settings.of(1, 0).with("starts", 1).with("children", 60))
            .ours(ProcessStart::forkserver)
            .besideCPython()
            .build(),
        Row.named("pool.first_result_forkserver")
            .measures(
                "create a pool of 2 and map an item per worker, until the results; forkserver",
                Unit.MILLISECONDS)
            .full(Settings.of(9, 2).with("starts", 5).with("workers", 2))
            .quick(Settings.of(3, 1).with("starts", 3).with("workers", 2))
            .ours(FirstResult::forkserver)
            .besideCPython()
            .build());
  }
}
