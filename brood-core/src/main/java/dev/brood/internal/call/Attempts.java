package dev.brood.internal.call;

import dev.brood.internal.batch.Failure;
import dev.brood.internal.batch.ResultRun;
import dev.brood.internal.engine.TaskEngine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The attempts at one item. */
final class Attempts {

  private final List<Throwable> failures = new ArrayList<>();
  private int taskErrors;
  private int workerDeaths;

  /**
   * Takes in a failure. Has the item run again and returns null if there is another attempt; else
   * returns the failure, with those before it as suppressed ones.
   */
  @Nullable Failure failed(Failure failure, ResultRun run, RetryPolicy policy, TaskEngine engine) {
    if (!run.canRunAgain() || failure.isCancellation() || failure.isBreak()) {
      return failed(failure);
    }
    if (failure.isDeath()) {
      workerDeaths++;
    } else {
      taskErrors++;
    }
    try {
      Duration delay = policy.delay(failure, taskErrors, workerDeaths);
      if (delay != null) {
        engine.resubmit(run.lastItem(), delay);
        failures.add(failure.cause());
        return null;
      }
    } catch (Throwable t) {
      // The predicate is users' code.
      failures.add(t);
    }
    return failed(failure);
  }

  /** For good: the failures before are told with it. */
  private Failure failed(Failure failure) {
    if (failures.isEmpty()) {
      return failure;
    }
    Failure last = failure.ofItsOwn();
    for (Throwable before : failures) {
      // A thread of this JVM may throw the same object each time.
      if (!before.equals(last.cause())) {
        last.cause().addSuppressed(before);
      }
    }
    return last;
  }

  /** Returns how many times the item has failed. */
  int count() {
    return taskErrors + workerDeaths;
  }
}
