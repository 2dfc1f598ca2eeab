package dev.brood.pool;

import dev.brood.internal.supervise.CallKind;
import dev.brood.internal.supervise.Failure;
import dev.brood.internal.supervise.MapRun;
import dev.brood.internal.supervise.ResultRun;
import dev.brood.internal.supervise.TaskEngine;
import dev.brood.internal.supervise.TaskFunction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** One call of a map in any of its forms: to a list, to the future of one, to a stream. */
final class Mapping<R> {

  /**
   * Results that are decoded before they are put where they belong. A store into an old array costs
   * a collector that has generations a fence; copying many into it costs one.
   */
  private static final int STRETCH = 512;

  // Not read, but a pool must not be taken for forgotten while a stream of it is in use.
  @SuppressWarnings("unused")
  private final Pool pool;

  private final TaskEngine engine;
  private final TaskFunction function;
  private final Iterable<?> items;
  private final MapOptions options;

  /** Encodes the function, so that one which cannot be sent fails before anything is read. */
  Mapping(
      Pool pool,
      TaskEngine engine,
      Object function,
      CallKind kind,
      Iterable<?> items,
      MapOptions options) {
    this.pool = pool;
    this.engine = engine;
    this.items = Objects.requireNonNull(items, "items");
    this.options = options;
    if (engine.isShutdown()) {
      throw new RejectedExecutionException("the pool is shut down");
    }
    this.function = engine.function(Objects.requireNonNull(function, "function"), kind);
  }

  private MapRun run(Iterable<?> input) {
    long size = input instanceof Collection<?> known ? known.size() : MapRun.UNKNOWN_SIZE;
    return new MapRun(
        engine, function, input.iterator(), size, options.chunk(), options.inFlight());
  }

  /** Runs all items and returns the results in order. */
  List<R> toList() {
    try (var _ = engine.hold();
        MapRun run = run(items)) {
      return collect(run);
    } catch (InterruptedException e) {
      throw Calls.interrupted(e);
    }
  }

  /** Lists the items now and runs them on a virtual thread. */
  CompletableFuture<List<R>> toFuture(String poolName) {
    List<Object> listed = new ArrayList<>();
    items.forEach(listed::add);
    TaskEngine.Hold hold = engine.hold();
    MapRun run = run(listed);
    CompletableFuture<List<R>> future = new CompletableFuture<>();
    Thread driver =
        Thread.ofVirtual()
            .name(poolName + "-map")
            .unstarted(() -> {
              try (hold;
                  run) {
                future.complete(collect(run));
              } catch (Throwable t) {
                future.completeExceptionally(t);
              }
            });
    var _ = future.whenComplete((result, failure) -> driver.interrupt());
    driver.start();
    return future;
  }

  private List<R> collect(MapRun run) throws InterruptedException {
    Collected<R> collected = new Collected<>(run.expected());
    ResultRun arrived;
    while ((arrived = run.take()) != null) {
      collected.add(arrived);
      run.consumed(arrived.count());
    }
    Throwable failure = collected.failure == null ? run.inputFailure() : collected.failure;
    if (failure != null) {
      throw Calls.raise(failure);
    }
    return collected.toList(Math.toIntExact(run.submitted()));
  }

  /** Results by their index, and the failure of the first item that has one. */
  private static final class Collected<R> {

    private @Nullable Object[] results;
    private @Nullable Throwable failure;
    private int failedIndex;

    Collected(int expected) {
      results = new Object[expected];
    }

    void add(ResultRun run) {
      int index = Math.toIntExact(run.firstIndex());
      int end = index + run.count();
      if (end > results.length) {
        results = Arrays.copyOf(results, Math.max(end, results.length * 2));
      }
      @Nullable Object[] stretch = new Object[Math.min(STRETCH, run.count())];
      while (index < end) {
        int count = Math.min(stretch.length, end - index);
        if (run.next(stretch, count)) {
          takeFailure(stretch, count, index);
        }
        System.arraycopy(stretch, 0, results, index, count);
        index += count;
      }
    }

    private void takeFailure(@Nullable Object[] stretch, int count, int index) {
      for (int i = 0; i < count; i++) {
        if (stretch[i] instanceof Failure(Throwable cause)) {
          if (failure == null || index + i < failedIndex) {
            failure = cause;
            failedIndex = index + i;
          }
          return;
        }
      }
    }

    @SuppressWarnings("unchecked")
    List<R> toList(int count) {
      @Nullable Object[] all = count == results.length ? results : Arrays.copyOf(results, count);
      return (List<R>) Collections.unmodifiableList(Arrays.asList(all));
    }
  }

  /** Returns a lazy stream of the results. */
  Stream<R> toStream(boolean ordered) {
    ResultSpliterator<R> results = new ResultSpliterator<>(() -> run(items), ordered);
    return StreamSupport.<R>stream(results, false).onClose(results::close);
  }
}
