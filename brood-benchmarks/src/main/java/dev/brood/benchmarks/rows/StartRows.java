package dev.brood.benchmarks.rows;

import dev.brood.benchmarks.Probe;
import dev.brood.benchmarks.Row;
import dev.brood.benchmarks.Settings;
import dev.brood.benchmarks.Unit;
import dev.brood.benchmarks.limit.BareJvmEnd;
import dev.brood.benchmarks.limit.BareJvmStart;
import java.util.List;
import java.util.stream.Stream;

/**
 * Rows about starting. Nothing is warm in the children; the starting process is, after its warm-up.
 */
public final class StartRows {

  private StartRows() {}

  /** Returns the rows. */
  public static List<Row> rows() {
    return Stream.of(spawn(), forkserver(), fork()).flatMap(List::stream).toList();
  }

  private static List<Row> spawn() {
    return List.of(
        startAndJoin("start.spawn", "start a child that does nothing", ProcessStart::spawn),
        startAndJoin(
            "start.first_lock",
            "start a child that takes a shared lock once",
            ProcessStart::firstLock),
        startAndJoin(
            "start.first_put",
            "start a child that puts into a shared queue once",
            ProcessStart::firstPut),
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
        Row.named("pool.first_result_8")
            .measures(
                "create a pool of 8 and map an item per worker, until the results; spawn",
                Unit.MILLISECONDS)
            .full(Settings.of(5, 1).with("starts", 3).with("workers", 8))
            .quick(Settings.of(3, 1).with("starts", 1).with("workers", 8))
            .ours(FirstResult::spawn)
            .besideCPython()
            .limit("8 bare java start + exit", BareJvmStart::new)
            .build(),
        Row.named("start.spawn_100jars")
            .measures(
                "start a child that does nothing, and join it; its classes behind 100 jars",
                Unit.MILLISECONDS)
            .full(Settings.of(9, 2).with("starts", 5).with("jars", 100))
            .quick(Settings.of(3, 1).with("starts", 3).with("jars", 100))
            .ours(ProcessStart::spawn)
            .limit("bare java start + exit, behind the same jars", BareJvmStart::new)
            .build());
  }

  private static Row startAndJoin(String name, String start, Probe.Opener ours) {
    return Row.named(name)
        .measures(start + ", and join it; spawn", Unit.MILLISECONDS)
        .full(Settings.of(9, 2).with("starts", 5))
        .quick(Settings.of(3, 1).with("starts", 3))
        .ours(ours)
        .besideCPython()
        .limit("bare java start + exit", BareJvmStart::new)
        .build();
  }

  private static List<Row> forkserver() {
    return List.of(
        Row.named("start.forkserver")
            .measures(
                "take a child that is ready, have it do nothing, and join it; forkserver",
                Unit.MILLISECONDS)
            .full(Settings.of(9, 2).with("starts", 5))
            .quick(Settings.of(3, 1).with("starts", 3))
            .ours(ProcessStart::forkserver)
            .besideCPython()
            .limit("kill an idle bare JVM, wait for its end", BareJvmEnd::new)
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
            .build(),
        Row.named("pool.first_result_8_forkserver")
            .measures(
                "create a pool of 8 and map an item per worker, until the results; forkserver",
                Unit.MILLISECONDS)
            .full(Settings.of(5, 1).with("starts", 3).with("workers", 8))
            .quick(Settings.of(3, 1).with("starts", 1).with("workers", 8))
            .ours(FirstResult::forkserver)
            .besideCPython()
            .build(),
        Row.named("pool.first_task_forkserver")
            .measures("create a pool of 1 and run a task in it; forkserver", Unit.MILLISECONDS)
            .full(Settings.of(9, 2).with("starts", 5).with("workers", 1))
            .quick(Settings.of(3, 1).with("starts", 3).with("workers", 1))
            .ours(FirstResult::forkserver)
            .besideCPython()
            .build(),
        Row.named("spare.hand_out")
            .measures("take a child that is ready: until start() returns", Unit.MILLISECONDS)
            .full(Settings.of(9, 2).with("starts", 5))
            .quick(Settings.of(3, 1).with("starts", 3))
            .ours(Spare::handOut)
            .besideCPython()
            .build(),
        Row.named("spare.first_reply")
            .measures(
                "take a child that is ready: until it has sent a byte through a pipe",
                Unit.MILLISECONDS)
            .full(Settings.of(9, 2).with("starts", 5))
            .quick(Settings.of(3, 1).with("starts", 3))
            .ours(Spare::firstReply)
            .besideCPython()
            .build(),
        Row.named("spare.refill")
            .measures("start spares where there are none, and have them ready", Unit.PER_SECOND)
            .full(Settings.of(7, 1))
            .quick(Settings.of(3, 1))
            .ours(Spare::refill)
            .build());
  }

  private static List<Row> fork() {
    return List.of(fork("start.fork_1mb", 6_000, 5), fork("start.fork_170mb", 1_000_000, 1));
  }

  private static Row fork(String name, int entries, int starts) {
    return Row.named(name)
        .measures(
            "start a child with a copy of a table of " + entries + " objects, and join it; fork",
            Unit.MILLISECONDS)
        .full(Settings.of(5, 2).with("starts", starts).with("entries", entries))
        .quick(Settings.of(1, 1).with("starts", 1).with("entries", entries))
        .ours(ForkStart::new)
        .besideCPython()
        .build();
  }
}
