package dev.brood.system.manager;

import dev.brood.proxy.QueueProxy;
import dev.brood.system.support.Delays;
import dev.brood.system.support.Waits;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** What another thread does meanwhile. */
final class Aside {

  private Aside() {}

  /** Runs something on a thread of its own. */
  static <T> CompletableFuture<T> start(Callable<T> action) {
    CompletableFuture<T> future = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(() -> {
          try {
            future.complete(action.call());
          } catch (Throwable thrown) {
            future.completeExceptionally(thrown);
          }
        });
    return future;
  }

  /** Returns what came of it. */
  static <T> T result(CompletableFuture<T> future) throws Exception {
    return future.get(Delays.PATIENT.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Takes an element, where nothing checked may be thrown. */
  static String take(QueueProxy<String> queue) {
    try {
      return queue.take();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Waits until a thread waits. */
  static void awaitWaiting(Thread thread) {
    Waits.until(
        "the thread waits",
        () ->
            thread.getState() == Thread.State.WAITING
                || thread.getState() == Thread.State.TIMED_WAITING);
  }
}
