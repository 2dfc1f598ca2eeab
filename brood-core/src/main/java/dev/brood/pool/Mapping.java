package dev.brood.pool;

import dev.brood.internal.batch.CallKind;
import dev.brood.internal.batch.Failure;
import dev.brood.internal.batch.ResultRun;
import dev.brood.internal.batch.TaskFunction;
import dev.brood.internal.call.MapRun;
import dev.brood.internal.call.RunObserver;
import dev.brood.internal.engine.TaskEngine;
import dev.brood.internal.supervise.Hold;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
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

  // A pool must not be taken for forgotten while a stream of it is in use.
  private final Pool pool;

  private final TaskEngine engine;
  private final TaskFunction function;
  private final Iterable<?> items;
  private final MapOptions options;
  private final TaskOptions task;
  private final RunObserver observer;
  private final long number;

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
    Objects.requireNonNull(function, "function");
    this.items = Objects.requireNonNull(items, "items");
    this.options = Objects.requireNonNull(options, "options");
    this.task = options.task().or(pool.defaults());
    // Throws if the pool takes no more work.
    engine.hold().close();
    // Before the function is sent: it may be users' code.
    this.observer = ProgressReports.observer(ProgressReports.to(options.progress(), pool.name()));
    this.function = engine.function(function, kind);
    this.number = pool.nextMap();
  }

  /** As a run whose results are of use when all are there; or each as it comes. */
  private MapRun run(Iterable<?> input, boolean collect, boolean together) {
    long size = input instanceof Collection<?> known ? known.size() : MapRun.UNKNOWN_SIZE;
    MapRun.Plan plan =
        new MapRun.Plan(
            options.chunk(),
            options.inFlight(),
            task.terms(),
            task.retryPolicy(),
            collect,
            together,
            options.deadline(),
            observer,
            number);
    return new MapRun(engine, function, input.iterator(), size, plan);
  }

  /** Runs all items and returns the results in order. */
  List<R> toList() {
    try (var _ = engine.hold();
        MapRun run = run(items, false, true)) {
      return untilInterrupted(run, () -> collect(run));
    }
  }

  private interface Gathering<L> {
    L gather() throws InterruptedException;
  }

  private static <L> L untilInterrupted(MapRun run, Gathering<L> results) {
    try {
      return results.gather();
    } catch (InterruptedException e) {
      run.stop();
      throw Calls.interrupted(e);
    }
  }

  /** Lists the items now and runs them on a virtual thread. */
  CompletableFuture<List<R>> toFuture() {
    List<Object> listed = new ArrayList<>();
    items.forEach(listed::add);
    Hold hold = engine.hold();
    MapRun run = run(listed, false, true);
    FutureList<R> future = new FutureList<>();
    Thread driver =
        Thread.ofVirtual()
            .name(pool.name() + "-map")
            .unstarted(() -> {
              try (hold) {
                future.complete(collect(run, future));
              } catch (Throwable t) {
                future.completeExceptionally(t);
              }
            });
    var _ = future.whenComplete((result, failure) -> driver.interrupt());
    driver.start();
    return future;
  }

  /** For a future, which is not complete before the run is closed: that may fail as well. */
  private List<R> collect(MapRun run, FutureList<R> future) throws InterruptedException {
    try (run) {
      return collect(run);
    } catch (InterruptedException e) {
      if (future.stops) {
        run.stop();
      }
      throw e;
    }
  }

  /** The future of a list, which knows how it was cancelled. */
  private static final class FutureList<R> extends CompletableFuture<List<R>> {

    private volatile boolean stops;

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
      if (mayInterruptIfRunning) {
        // First: the driver is interrupted when the future completes, and then asks.
        stops = true;
      }
      return super.cancel(mayInterruptIfRunning);
    }

    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
      return new CompletableFuture<>();
    }
  }

  private List<R> collect(MapRun run) throws InterruptedException {
    Collected<R> collected = new Collected<>(run, options.failFast());
    ResultRun arrived;
    while ((arrived = run.take()) != null) {
      collected.add(arrived);
    }
    Throwable failure = collected.failure == null ? run.inputFailure() : collected.failure;
    if (failure != null) {
      throw Calls.raise(failure);
    }
    return collected.results;
  }

  /** Results by their index, and the failure of the first item that has one. */
  private static final class Collected<R> {

    private final MapRun run;
    private final boolean failFast;
    private final ResultList<R> results;
    private final @Nullable Object[] values = new Object[STRETCH];
    private @Nullable Throwable failure;
    private int failedIndex;

    Collected(MapRun run, boolean failFast) {
      this.run = run;
      this.failFast = failFast;
      results = new ResultList<>(run.expected());
    }

    void add(ResultRun arrived) {
      int index = Math.toIntExact(arrived.nextIndex());
      int end = index + arrived.count();
      int again = 0;
      while (index < end) {
        int numbers = results.putNumbers(index, arrived, end - index);
        if (numbers > 0) {
          index += numbers;
          continue;
        }
        int count = Math.min(STRETCH, end - index);
        if (run.next(arrived, values, count)) {
          again += takeFailures(values, count, index);
        }
        results.put(index, values, count);
        index += count;
      }
      Arrays.fill(values, null);
      run.consumed(arrived.count() - again);
    }

    /** Returns how many of the results are none, since their items run again. */
    private int takeFailures(@Nullable Object[] stretch, int count, int index) {
      int again = 0;
      for (int i = 0; i < count; i++) {
        if (stretch[i] instanceof MapRun.RunsAgain) {
          again++;
        } else if (stretch[i] instanceof Failure failed) {
          Throwable cause = failed.cause();
          if (failure == null || index + i < failedIndex) {
            failure = cause;
            failedIndex = index + i;
          }
          if (failFast) {
            run.cancel();
            throw Calls.raise(cause);
          }
        }
      }
      return again;
    }
  }

  /** Runs all items and returns how each ended, in order. */
  List<Outcome<R>> toOutcomes() {
    try (var _ = engine.hold();
        MapRun run = run(items, true, true)) {
      return untilInterrupted(run, () -> collectOutcomes(run));
    }
  }

  private List<Outcome<R>> collectOutcomes(MapRun run) throws InterruptedException {
    ArrayList<@Nullable Outcome<R>> outcomes = new ArrayList<>(run.expected());
    boolean givenUp = false;
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
        outcomes.set(index, outcome(result, index));
        if (options.failFast() && result instanceof Failure && !givenUp) {
          givenUp = true;
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

  private Outcome<R> outcome(@Nullable Object result, long index) {
    return Calls.outcome(result, index, task.terms().label());
  }

  /** Returns a lazy stream of how the items end. */
  Stream<Outcome<R>> toOutcomeStream(boolean ordered) {
    ResultSpliterator<Outcome<R>> results =
        new ResultSpliterator<>(
            () -> run(items, true, false), ordered, options.failFast(), this::outcome);
    return StreamSupport.<Outcome<R>>stream(results, false).onClose(results::close);
  }

  @SuppressWarnings({"unchecked", "NullAway"}) // a task may return null
  private R value(@Nullable Object result, long index) {
    if (result instanceof Failure failure) {
      throw Calls.raise(failure.cause());
    }
    return (R) result;
  }

  /** Returns a lazy stream of the results. */
  Stream<R> toStream(boolean ordered) {
    ResultSpliterator<R> results =
        new ResultSpliterator<>(
            () -> run(items, false, false), ordered, options.failFast(), this::value);
    return StreamSupport.<R>stream(results, false).onClose(results::close);
  }
}
