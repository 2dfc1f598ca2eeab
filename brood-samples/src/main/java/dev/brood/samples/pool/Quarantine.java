package dev.brood.samples.pool;

import dev.brood.pool.Outcome;
import dev.brood.pool.Outcome.Crashed;
import dev.brood.pool.Pool;
import dev.brood.pool.QuarantinedTask;
import dev.brood.pool.Retries;
import java.util.ArrayList;
import java.util.List;

/** An item that kills its worker again and again comes back as it was sent, to be looked into. */
public final class Quarantine {
  static void main() {
    // @start region="replay"
    List<byte[]> kept = new ArrayList<>();
    try (var pool = Pool.builder().workers(2).retries(Retries.onWorkerDeath(1)).build()) {
      for (Outcome<Integer> each : pool.mapOutcomes(Quarantine::read, List.of(1, 2, 3, 4))) {
        if (each instanceof Crashed<Integer> crash) {
          crash.input().map(QuarantinedTask::toBytes).ifPresent(kept::add);
        }
      }
    }
    for (byte[] bytes : kept) {
      QuarantinedTask<Integer> task = QuarantinedTask.fromBytes(bytes);
      if (task.replay() instanceof Crashed<Integer>(var death, _)) {
        IO.println("index " + task.index() + " kills, exit code " + death.exitCode());
      }
    }
    // @end
  }

  /** Reads a document; one kind ends the JVM that reads it. */
  static int read(int document) {
    if (document == 3) {
      Runtime.getRuntime().halt(33);
    }
    return document;
  }
}
