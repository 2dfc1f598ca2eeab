package dev.brood.internal.family;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Threads that play the processes of a test, and what it waits for. */
public final class Play {

  /** How long to wait for what takes a moment; then it is stuck. */
  public static final long STUCK_SECONDS = 20;

  private Play() {}

  /** What a thread waits for that is to be interrupted. */
  public interface Wait {

    /** Waits. */
    void begin() throws InterruptedException;
  }

  /** Has a thread of its own do some work. */
  public static <T> Future<T> inThread(Callable<T> work) {
    FutureTask<T> task = new FutureTask<>(work);
    Thread.ofPlatform().daemon().start(task);
    return task;
  }

  /** Has a thread of its own wait, which ends when the thread is interrupted. */
  public static Thread untilInterrupted(Wait wait) {
    return Thread.ofPlatform()
        .daemon()
        .start(() -> {
          try {
            wait.begin();
          } catch (InterruptedException e) {
            // This is how it gives up.
          }
        });
  }

  /** Waits until something is so. */
  public static void until(BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(STUCK_SECONDS);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime() - end).isNegative();
      LockSupport.parkNanos(100_000);
    }
  }
}
