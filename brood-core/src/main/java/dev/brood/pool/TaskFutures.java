package dev.brood.pool;

import dev.brood.internal.util.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
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
 * <p>None of these cancels a future but {@link #cancelAll}. A wait that is over leaves nothing with
 * the futures that are not done, so it may be repeated at will.
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
    FIRST_FAILURE;

    private boolean isEnough(CompletableFuture<?> future) {
      return switch (this) {
        case ANY_DONE -> future.isDone();
        case ALL_DONE -> false;
        case FIRST_FAILURE -> future.isCompletedExceptionally();
      };
    }
  }

  /** The futures that were done when a wait ended, and those that were not; in the order given. */
  public record Waited<T>(List<CompletableFuture<T>> done, List<CompletableFuture<T>> notDone) {}

  /**
   * Waits until enough futures are done.
   *
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  public static <T> Waited<T> await(Collection<CompletableFuture<T>> futures, Until until)
      throws InterruptedException {
    return await(futures, until, Deadline.after(Long.MAX_VALUE));
  }

  /**
   * Waits until enough futures are done, or the time is over.
   *
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  public static <T> Waited<T> await(
      Collection<CompletableFuture<T>> futures, Until until, Duration timeout)
      throws InterruptedException {
    return await(futures, until, Deadline.after(timeout));
  }

  static <T> Waited<T> await(Collection<CompletableFuture<T>> futures, Until until, long deadline)
      throws InterruptedException {
    if (futures.stream().noneMatch(until::isEnough)) {
      awaitArrivals(futures, until, deadline);
    }
    List<CompletableFuture<T>> done = new ArrayList<>();
    List<CompletableFuture<T>> notDone = new ArrayList<>();
    for (CompletableFuture<T> each : futures) {
      (each.isDone() ? done : notDone).add(each);
    }
    return new Waited<>(done, notDone);
  }

  private static <T> void awaitArrivals(
      Collection<CompletableFuture<T>> futures, Until until, long deadline)
      throws InterruptedException {
    try (Arrivals<T> arrivals = new Arrivals<>(futures)) {
      for (int left = futures.size(); left > 0; left--) {
        CompletableFuture<T> done = arrivals.next(deadline);
        if (done == null || until.isEnough(done)) {
          return;
        }
      }
    }
  }

  /** As {@link #asCompleted(Collection, Duration)}, for as long as it takes. */
  public static <T> Stream<CompletableFuture<T>> asCompleted(
      Collection<CompletableFuture<T>> futures) {
    return asCompleted(futures, Deadline.after(Long.MAX_VALUE));
  }

  /**
   * Returns the futures in the order in which they are completed, each as soon as it is. The stream
   * is sequential and waits where the next one is not done yet. It does not keep the futures that
   * it has given. One that is not consumed to its end should be closed.
   *
   * <p>When the time is over, counted from this call, and not all futures are done, the stream
   * throws a {@link CompletionException} whose cause is a {@link TimeoutException}. When the
   * waiting thread is interrupted, it throws a {@link CancellationException}, and the thread's flag
   * stays set.
   */
  public static <T> Stream<CompletableFuture<T>> asCompleted(
      Collection<CompletableFuture<T>> futures, Duration timeout) {
    return asCompleted(futures, Deadline.after(timeout));
  }

  private static <T> Stream<CompletableFuture<T>> asCompleted(
      Collection<CompletableFuture<T>> futures, long deadline) {
    Completed<T> completed = new Completed<>(futures, deadline);
    return StreamSupport.stream(completed, false).onClose(completed::close);
  }

  /** See {@link #asCompleted(Collection, Duration)}. */
  private static final class Completed<T>
      extends Spliterators.AbstractSpliterator<CompletableFuture<T>> {

    private final Arrivals<T> arrivals;
    private final int all;
    private final long deadline;
    private int left;

    Completed(Collection<CompletableFuture<T>> futures, long deadline) {
      super(futures.size(), Spliterator.SIZED | Spliterator.NONNULL);
      this.arrivals = new Arrivals<>(futures);
      this.all = futures.size();
      this.left = all;
      this.deadline = deadline;
    }

    @Override
    public boolean tryAdvance(Consumer<? super CompletableFuture<T>> action) {
      if (left == 0) {
        return false;
      }
      CompletableFuture<T> next;
      try {
        next = arrivals.next(deadline);
      } catch (InterruptedException e) {
        close();
        throw Calls.interrupted(e);
      }
      if (next == null) {
        close();
        throw new CompletionException(
            new TimeoutException(left + " (of " + all + ") futures are not done in time"));
      }
      left--;
      action.accept(next);
      return true;
    }

    void close() {
      arrivals.close();
    }
  }

  /** Cancels all futures that are not done, stopping their tasks. */
  public static void cancelAll(Collection<? extends CompletableFuture<?>> futures) {
    for (CompletableFuture<?> each : futures) {
      var _ = each.cancel(true);
    }
  }

  /** Returns the first result, or throws the last failure when all have failed. */
  static <T> T first(Collection<CompletableFuture<T>> futures, long deadline)
      throws InterruptedException, ExecutionException, TimeoutException {
    ExecutionException last = null;
    try (Arrivals<T> arrivals = new Arrivals<>(futures)) {
      for (int left = futures.size(); left > 0; left--) {
        CompletableFuture<T> done = arrivals.next(deadline);
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
    }
    throw last == null ? new ExecutionException("there is no task", null) : last;
  }

  /**
   * Futures as they are completed. Closing it takes away what it has left with the others: of all
   * dependents of a future only those of {@code anyOf} go when they are complete already.
   */
  private static final class Arrivals<T> implements AutoCloseable {

    private final BlockingQueue<CompletableFuture<T>> done = new LinkedBlockingQueue<>();
    private final List<CompletableFuture<Boolean>> ends = new ArrayList<>();

    Arrivals(Collection<CompletableFuture<T>> futures) {
      for (CompletableFuture<T> each : futures) {
        if (each.isDone()) {
          done.add(each);
        } else {
          CompletableFuture<Boolean> end = new CompletableFuture<>();
          ends.add(end);
          var _ =
              CompletableFuture.anyOf(each, end).whenComplete((result, failure) -> done.add(each));
        }
      }
    }

    @Nullable CompletableFuture<T> next(long deadline) throws InterruptedException {
      return done.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
    }

    @Override
    public void close() {
      for (CompletableFuture<Boolean> each : ends) {
        each.complete(true);
      }
    }
  }
}
