package dev.brood.benchmarks.rows;

import dev.brood.benchmarks.Row;
import dev.brood.benchmarks.Settings;
import dev.brood.benchmarks.Unit;
import dev.brood.benchmarks.limit.ThreadQueue;
import java.util.List;

/** Rows about queues between processes. */
public final class QueueRows {

  private QueueRows() {}

  /** Returns the rows. */
  public static List<Row> rows() {
    return List.of(
        Row.named("queue.1p1c")
            .measures("small objects through a queue, one process puts, one takes", Unit.PER_SECOND)
            .full(Settings.of(9, 4).with("capacity", 1_000).with("elements", 500_000))
            .quick(Settings.of(3, 2).with("capacity", 1_000).with("elements", 200_000))
            .ours(QueueOneToOne::new)
            .besideCPython()
            .limit("2 threads, ArrayBlockingQueue", ThreadQueue::new)
            .build());
  }
}
