package dev.brood.samples.executor;

import dev.brood.pool.ProcessPoolExecutor;
import dev.brood.samples.support.Pause;
import dev.brood.sync.Event;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Tasks that belong together begin and end in one block. Each has a virtual thread of this JVM that
 * waits for its process; an interrupt of that thread stops the task there.
 *
 * <p>With {@code StructuredTaskScope}, a preview in JDK 25, it is the same: see the script {@code
 * StructuredTasks.java} of this module.
 */
public final class ScopedTasks {
  static void main() throws Exception {
    try (var executor = ProcessPoolExecutor.of(3)) {
      IO.println("both: " + both(executor));
      IO.println("first: " + first(executor));
    }
    try (var executor = ProcessPoolExecutor.of(1)) {
      IO.println("stopped with the block: " + stopped(executor));
      IO.println("its worker is free: " + executor.submit(() -> "yes").join());
    }
  }

  /** Two results or none. */
  static String both(ProcessPoolExecutor executor) throws Exception {
    // @start region="scope"
    try (var scope = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<String> user = scope.submit(() -> executor.pool().apply(() -> "user"));
      Future<Integer> order = scope.submit(() -> executor.pool().apply(() -> 42));
      return user.get() + " " + order.get();
    }
    // @end
  }

  /** The first that succeeds; the other is stopped in its process. */
  static String first(ProcessPoolExecutor executor)
      throws InterruptedException, ExecutionException {
    try (var scope = Executors.newVirtualThreadPerTaskExecutor()) {
      return scope.invokeAny(
          List.of(
              () -> executor.pool().apply(ScopedTasks::slow),
              () -> executor.pool().apply(() -> "quick")));
    }
  }

  /** When the block is left early, what runs for it is stopped. */
  static boolean stopped(ProcessPoolExecutor executor) throws InterruptedException {
    Future<String> slow;
    try (var begun = Event.create()) {
      try (var scope = Executors.newVirtualThreadPerTaskExecutor()) {
        slow = scope.submit(() -> executor.pool().apply(() -> tellWhenStopped(begun)));
        begun.await();
        scope.shutdownNow();
      }
    }
    return slow.state() == Future.State.FAILED;
  }

  static String slow() {
    Pause.seconds(60);
    return "slow";
  }

  static String tellWhenStopped(Event begun) {
    begun.set();
    try {
      return slow();
    } catch (CancellationException stopped) {
      IO.println("the slow task: " + stopped.getMessage());
      throw stopped;
    }
  }
}
