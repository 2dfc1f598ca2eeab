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

  // Not read, but a pool must not be taken for forgotten while a stream of it is in use.
  @SuppressWarnings("unused")
  private final Pool pool;

  private final TaskEngine engine;
  private final TaskFunction function;
  private final Iterable<?> items;
  private final MapOptions options;
  private final TaskOptions task;

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
    this.task = options.task().or(pool.defaults());
    if (engine.isShutdown()) {
      throw new RejectedExecutionException("the pool is shut down");
    }
    this.function = engine.function(Objects.requireNonNull(function, "function"), kind);
  }

  private MapRun run(Iterable<?> input, boolean collect) {
    long size = input instanceof Collection<?> known ? known.size() : MapRun.UNKNOWN_SIZE;
    MapRun.Plan plan =
        new MapRun.Plan(
            options.chunk(),
            options.inFlight(),
            task.terms(),
            task.retryPolicy(),
            collect,
            options.deadline(),
            ProgressReports.to(options.progress()));
    return new MapRun(engine, function, input.iterator(), size, plan);
  }

  /** Runs all items and returns the results in order. */
  List<R> toList() {
    try (var _ = engine.hold();
        MapRun run = run(items, false)) {
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
    MapRun run = run(listed, false);
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

  @SuppressWarnings("unchecked")
  private List<R> collect(MapRun run) throws InterruptedException {
    @Nullable Object[] results = new Object[run.expected()];
    Throwable failure = null;
    long failedIndex = Long.MAX_VALUE;
    ResultRun arrived;
    while ((arrived = run.take()) != null) {
      int index = Math.toIntExact(arrived.nextIndex());
      int end = index + arrived.count();
      if (end > results.length) {
        results = Arrays.copyOf(results, Math.max(end, results.length * 2));
      }
      int again = 0;
      for (int i = index; i < end; i++) {
        @Nullable Object result = run.next(arrived);
        if (result instanceof MapRun.RunsAgain) {
          again++;
        } else if (result instanceof Failure(Throwable cause)) {
          if (options.failFast()) {
            run.cancel();
            throw Calls.raise(cause);
          }
          if (i < failedIndex) {
            failure = cause;
            failedIndex = i;
          }
        } else {
          results[i] = result;
        }
      }
      run.consumed(arrived.count() - again);
    }
    if (failure == null) {
      failure = run.inputFailure();
    }
    if (failure != null) {
      throw Calls.raise(failure);
    }
    int count = Math.toIntExact(run.submitted());
    @Nullable Object[] all = count == results.length ? results : Arrays.copyOf(results, count);
    return (List<R>) Collections.unmodifiableList(Arrays.asList(all));
  }

  /** Runs all items and returns how each ended, in order. */
  List<Outcome<R>> toOutcomes() {
    try (var _ = engine.hold();
        MapRun run = run(items, true)) {
      return collectOutcomes(run);
    } catch (InterruptedException e) {
      throw Calls.interrupted(e);
    }
  }

  private List<Outcome<R>> collectOutcomes(MapRun run) throws InterruptedException {
    ArrayList<@Nullable Outcome<R>> outcomes = new ArrayList<>(run.expected());
    ResultRun arrived;
    while ((arrived = run.take()) != null) {
      int again = 0;
      for (int i = arrived.count(); i > 0; i--) {
        int index = Math.toIntExact(arrived.nextIndex());
        @Nullable Object result = run.next(arrived);
        if (result instanceof MapRun.RunsAgain) {
          again++;
          continue;
        }
        while (outcomes.size() <= index) {
          outcomes.add(null);
        }
        outcomes.set(index, outcome(result));
        if (options.failFast() && result instanceof Failure) {
          run.cancel();
        }
      }
      run.consumed(arrived.count() - again);
    }
    Throwable failure = run.inputFailure();
    if (failure != null) {
      throw Calls.raise(failure);
    }
    return Collections.unmodifiableList(outcomes);
  }

  private Outcome<R> outcome(@Nullable Object result) {
    return Calls.outcome(result);
  }

  /** Returns a lazy stream of how the items end. */
  Stream<Outcome<R>> toOutcomeStream(boolean ordered) {
    ResultSpliterator<Outcome<R>> results =
        new ResultSpliterator<>(() -> run(items, true), ordered, this::outcome);
    return StreamSupport.<Outcome<R>>stream(results, false).onClose(results::close);
  }

  @SuppressWarnings({"unchecked", "NullAway"}) // a task may return null
  private R value(@Nullable Object result) {
    if (result instanceof Failure(Throwable cause)) {
      throw Calls.raise(cause);
    }
    return (R) result;
  }

  /** Returns a lazy stream of the results. */
  Stream<R> toStream(boolean ordered) {
    ResultSpliterator<R> results =
        new ResultSpliterator<>(() -> run(items, false), ordered, this::value);
    return StreamSupport.<R>stream(results, false).onClose(results::close);
  }
}
