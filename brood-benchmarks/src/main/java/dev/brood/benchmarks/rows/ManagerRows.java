package dev.brood.benchmarks.rows;

import dev.brood.benchmarks.Row;
import dev.brood.benchmarks.Settings;
import dev.brood.benchmarks.Unit;
import dev.brood.benchmarks.limit.SocketRoundTrips;
import java.util.List;

/** Rows about a manager and one object of it. */
public final class ManagerRows {

  private static final String SOCKET = "bare socket round trips, 64 bytes";

  private ManagerRows() {}

  /** Returns the rows. */
  public static List<Row> rows() {
    return List.of(
        Row.named("manager.map_put")
            .measures("one caller puts into a map of a manager", Unit.PER_SECOND)
            .full(Settings.of(9, 3).with("calls", 50_000))
            .quick(Settings.of(3, 2).with("calls", 20_000))
            .ours(ManagerCalls::mapPut)
            .besideCPython()
            .limit(SOCKET, SocketRoundTrips::new)
            .build(),
        Row.named("manager.map_get")
            .measures("one caller gets from a map of a manager", Unit.PER_SECOND)
            .full(Settings.of(9, 3).with("calls", 50_000))
            .quick(Settings.of(3, 2).with("calls", 20_000))
            .ours(ManagerCalls::mapGet)
            .besideCPython()
            .limit(SOCKET, SocketRoundTrips::new)
            .build(),
        Row.named("manager.list_append")
            .measures("one caller appends to a list of a manager", Unit.PER_SECOND)
            .full(Settings.of(9, 3).with("calls", 50_000))
            .quick(Settings.of(3, 2).with("calls", 20_000))
            .ours(ManagerCalls::listAppend)
            .besideCPython()
            .limit(SOCKET, SocketRoundTrips::new)
            .build(),
        Row.named("manager.batch")
            .measures("puts into a map of a manager, 1,000 in a batch", Unit.PER_SECOND)
            .full(Settings.of(9, 3).with("calls", 100))
            .quick(Settings.of(3, 2).with("calls", 30))
            .ours(ManagerCalls::batch)
            .besideCPython()
            .limit(SOCKET, SocketRoundTrips::new)
            .build(),
        Row.named("manager.create")
            .measures("a list is made in a manager", Unit.MICROSECONDS)
            .full(Settings.of(7, 2).with("calls", 500))
            .quick(Settings.of(3, 2).with("calls", 300))
            .ours(ManagerCalls::create)
            .besideCPython()
            .limit(SOCKET, SocketRoundTrips::inMicros)
            .build(),
        Row.named("manager.threads")
            .measures("100 threads put into one map of a manager", Unit.PER_SECOND)
            .full(Settings.of(7, 2).with("calls", 200))
            .quick(Settings.of(3, 2).with("calls", 100))
            .ours(ManagerCalls::threads)
            .besideCPython()
            .limit(SOCKET, SocketRoundTrips::new)
            .build());
  }
}
