package dev.brood.benchmarks;

/** Rows that measure nothing. */
public final class RowsForTests {

  private RowsForTests() {}

  /** Returns a row in microseconds with a peer and a limit, whose probes always say 1. */
  public static Row row(String name) {
    return row(name, Unit.MICROSECONDS);
  }

  /** Returns such a row in another unit. */
  public static Row row(String name, Unit unit) {
    return Row.named(name)
        .measures("nothing", unit)
        .full(Settings.of(3, 1).with("calls", 10))
        .quick(Settings.of(1, 0).with("calls", 1))
        .ours(_ -> () -> 1.0)
        .besideCPython()
        .limit("the floor", _ -> () -> 1.0)
        .build();
  }
}
