package dev.brood.internal.util;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileLockInterruptionException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Does with channels what an interrupt must not disturb: the JDK closes a channel whose thread is
 * interrupted, or was before, and what it was opened for is lost. The interrupt stays pending.
 */
public final class Undisturbed {

  /** What is to be done. */
  public interface Work<T> {
    T run() throws IOException;
  }

  private Undisturbed() {}

  /** Does something that takes a moment; if an interrupt comes, from the beginning. */
  public static <T> T again(Work<T> work) throws IOException {
    boolean interrupted = Thread.interrupted();
    try {
      while (true) {
        try {
          return work.run();
        } catch (ClosedByInterruptException | FileLockInterruptionException e) {
          interrupted |= Thread.interrupted();
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Does something that takes its time, or only works once, on a thread that nobody interrupts. */
  public static <T> T aside(Work<T> work) throws IOException {
    CompletableFuture<T> done = new CompletableFuture<>();
    // Not a virtual one: the first of a JVM takes ten milliseconds, which a child's first pipe is.
    Thread.ofPlatform()
        .daemon()
        .name("brood-undisturbed")
        .start(() -> {
          try {
            done.complete(work.run());
          } catch (Throwable failure) {
            done.completeExceptionally(failure);
          }
        });
    try {
      return done.join();
    } catch (CompletionException e) {
      switch (e.getCause()) {
        case IOException failure -> throw failure;
        case RuntimeException failure -> throw failure;
        case Error failure -> throw failure;
        case null, default -> throw e;
      }
    }
  }
}
