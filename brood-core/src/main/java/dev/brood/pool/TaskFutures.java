package dev.brood.pool;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Waiting for several futures at once. For any thread; a wait parks.
 *
 * <p>None of these cancels a future but {@link #cancelAll}.
 */
public final class TaskFutures {

  private TaskFutures() {}

  /** What to wait for. */
  public enum Until {
    /** One future is done, in whatever way. */
    ANY_DONE,
    /** All are done. */
    ALL_DONE,
    /** One has failed or was cancelled, or all are done. */
    FIRST_FAILURE
  }

  /** The futures that were done when a wait ended, and those that were not; in the order given. */
  public record Waited<T>(List<CompletableFuture<T>> done, List<CompletableFuture<T>> notDone) {}

  /**
   * Waits until enough futures are done.
   *
   * @throws InterruptedException if the thread is interrupted
   */
  public static <T> Waited<T> await(Collection<CompletableFuture<T>> futures, Until until)
      throws InterruptedException {
    return await(futures, until, Duration.ofNanos(Long.MAX_VALUE));
  }

  /**
   * Waits until enough futures are done, or the time is over.
   *
   * @throws InterruptedException if the thread is interrupted
   */
  public static <T> Waited<T> await(
      Collection<CompletableFuture<T>> futures, Until until, Duration timeout)
      throws InterruptedException {
    Arrivals<T> arrivals = new Arrivals<>(futures);
    long end = System.nanoTime() + nanos(timeout);
    int left = futures.size();
    while (left > 0) {
      CompletableFuture<T> done = arrivals.next(end - System.nanoTime());
      if (done == null) {
        break;
      }
      left--;
      if (until == Until.ANY_DONE
          || (until == Until.FIRST_FAILURE && done.isCompletedExceptionally())) {
        break;
      }
    }
    List<CompletableFuture<T>> done = new ArrayList<>();
    List<CompletableFuture<T>> notDone = new ArrayList<>();
    for (CompletableFuture<T> each : futures) {
      (each.isDone() ? done : notDone).add(each);
    }
    return new Waited<>(done, notDone);
  }

  /** As {@link #asCompleted(Collection, Duration)}, for as long as it takes. */
  public static <T> Stream<CompletableFuture<T>> asCompleted(
      Collection<CompletableFuture<T>> futures) {
    return asCompleted(futures, Duration.ofNanos(Long.MAX_VALUE));
  }

  /**
   * Returns the futures in the order in which they are completed, each as soon as it is. The stream
   * is sequential and waits where the next one is not done yet. It ends with a {@link
   * CancellationException} when the time is over, counted from this call, or when the waiting
   * thread is interrupted, whose flag stays set.
   */
  public static <T> Stream<CompletableFuture<T>> asCompleted(
      Collection<CompletableFuture<T>> futures, Duration timeout) {
    return StreamSupport.stream(new Completed<>(futures, nanos(timeout)), false);
  }

  /** See {@link #asCompleted(Collection, Duration)}. */
  private static final class Completed<T>
      extends Spliterators.AbstractSpliterator<CompletableFuture<T>> {

    private final Arrivals<T> arrivals;
    private final int all;
    private final long end;
    private int left;

    Completed(Collection<CompletableFuture<T>> futures, long nanos) {
      super(futures.size(), Spliterator.SIZED | Spliterator.NONNULL);
      arrivals = new Arrivals<>(futures);
      all = futures.size();
      left = all;
      end = System.nanoTime() + nanos;
    }

    @Override
    public boolean tryAdvance(Consumer<? super CompletableFuture<T>> action) {
      if (left == 0) {
        return false;
      }
      CompletableFuture<T> next;
      try {
        next = arrivals.next(end - System.nanoTime());
      } catch (InterruptedException e) {
        throw Calls.interrupted(e);
      }
      if (next == null) {
        throw new CancellationException(left + " (of " + all + ") futures are not done in time");
      }
      left--;
      action.accept(next);
      return true;
    }
  }

  /** Cancels all futures that are not done, stopping their tasks. */
  public static void cancelAll(Collection<? extends CompletableFuture<?>> futures) {
    for (CompletableFuture<?> each : futures) {
      var _ = each.cancel(true);
    }
  }

  /** Returns the first result, or throws the last failure when all have failed. */
  static <T> T first(Collection<CompletableFuture<T>> futures, long nanos)
      throws InterruptedException, ExecutionException, TimeoutException {
    Arrivals<T> arrivals = new Arrivals<>(futures);
    long end = System.nanoTime() + Math.min(nanos, Long.MAX_VALUE / 2);
    ExecutionException last = null;
    for (int left = futures.size(); left > 0; left--) {
      CompletableFuture<T> done = arrivals.next(end - System.nanoTime());
      if (done == null) {
        throw new TimeoutException("no task has succeeded in time");
      }
      try {
        return done.get();
      } catch (ExecutionException e) {
        last = e;
      } catch (CancellationException e) {
        last = new ExecutionException(e);
      }
    }
    throw last == null ? new ExecutionException("there is no task", null) : last;
  }

  private static long nanos(Duration timeout) {
    Duration longest = Duration.ofNanos(Long.MAX_VALUE / 2);
    return timeout.compareTo(longest) > 0 ? longest.toNanos() : timeout.toNanos();
  }

  /** Futures as they are completed. */
  private static final class Arrivals<T> {

    private final BlockingQueue<CompletableFuture<T>> done = new LinkedBlockingQueue<>();

    Arrivals(Collection<CompletableFuture<T>> futures) {
      for (CompletableFuture<T> each : futures) {
        var _ = each.whenComplete((result, failure) -> done.add(each));
      }
    }

    @Nullable CompletableFuture<T> next(long nanos) throws InterruptedException {
      return done.poll(nanos, TimeUnit.NANOSECONDS);
    }
  }
}
