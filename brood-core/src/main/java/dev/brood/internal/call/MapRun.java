package dev.brood.internal.call;

import dev.brood.exception.BrokenPoolException;
import dev.brood.exception.NotSendableException;
import dev.brood.internal.batch.Batch;
import dev.brood.internal.batch.BatchBuilder;
import dev.brood.internal.batch.Failure;
import dev.brood.internal.batch.ResultRun;
import dev.brood.internal.batch.ResultSink;
import dev.brood.internal.batch.TaskClock;
import dev.brood.internal.batch.TaskFunction;
import dev.brood.internal.batch.TaskTerms;
import dev.brood.internal.engine.TaskEngine;
import dev.brood.internal.util.Pushback;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * One function over many items: takes from the input what fits into the window, sends it in batches
 * and hands out results as they arrive.
 *
 * <p>Of one thread at a time, the one that wants the results; that thread also reads the input, so
 * a user's iterator is never called from anywhere else.
 */
public final class MapRun implements ResultSink, AutoCloseable {

  private static final int MAX_EXPECTED = 1 << 24;

  /** Says that the number of items is not known. */
  public static final long UNKNOWN_SIZE = -1;

  /** Stands for the result of an item that failed and runs again; another result will come. */
  public record RunsAgain() {}

  /**
   * How a run is made.
   *
   * @param chunk items per batch, or 0 to adapt
   * @param inFlight how many items may have been read whose results were not consumed, or 0 to
   *     adapt
   * @param terms on which terms the items run
   * @param retries whether a failed item is run again
   * @param collect whether an item that the pool does not take any more, or that is not read any
   *     more, is answered with a failure of its own; else that ends the input
   * @param together whether results are of use only when all are there, so that the caller need not
   *     be woken for each
   * @param deadline how long all of it may take, or zero
   * @param observer told how the run goes
   * @param number which run of its pool this is, from 1
   */
  public record Plan(
      int chunk,
      int inFlight,
      TaskTerms terms,
      RetryPolicy retries,
      boolean collect,
      boolean together,
      Duration deadline,
      RunObserver observer,
      long number) {}

  private final TaskEngine engine;
  private final TaskFunction function;
  private final BatchBuilder batches;
  private final Pushback input;
  private final long size;
  private final long inFlightLimit;
  private final Plan plan;
  private final TaskClock clock = new TaskClock();
  private final Batch.Call call;
  private final BatchSizing sizing;
  private final Map<Long, Attempts> attempts = new HashMap<>();
  private final Arrivals arrivals = new Arrivals();
  private final TimeLimit limit;

  /** Whether all items have been taken back, so that none runs again. */
  private boolean givenUp;

  private long submitted;
  private long consumed;
  private boolean inputEnded;
  private @Nullable Throwable inputFailure;

  /**
   * Starts a run; nothing is read from the input yet.
   *
   * @param size how many items the input has, or {@link #UNKNOWN_SIZE}
   * @param plan how it is made
   */
  public MapRun(TaskEngine engine, TaskFunction function, Iterator<?> input, long size, Plan plan) {
    this.engine = engine;
    this.function = function;
    this.size = size;
    this.plan = plan;
    this.inFlightLimit = plan.inFlight() == 0 ? Long.MAX_VALUE : plan.inFlight();
    this.call = new Batch.Call(this, clock, plan.terms(), plan.together(), plan.number());
    this.sizing = new BatchSizing(plan, clock, engine, size);
    this.batches = engine.batches(function, call);
    plan.observer().begun(size, arrivals::disturb);
    this.limit = new TimeLimit(plan, this::expired);
    this.input = new Pushback(limit.of(input));
  }

  /** What runs shall end now, also if nobody asks for results at the moment. */
  private void expired() {
    engine.cancel(this);
    arrivals.disturb();
  }

  /** The driving thread takes notice that the time is over. */
  private void callOff() {
    givenUp = true;
    // Again: of what was submitted in between.
    engine.cancel(this);
    if (!inputEnded && !plan.collect()) {
      failInput(limit.tooLate(submitted));
    }
    while (!inputEnded && answersAll() && submitted < size) {
      refuse(limit.tooLate(submitted));
    }
    inputEnded = true;
  }

  /** Tells whether items that were not read yet are answered too when the run is given up. */
  private boolean answersAll() {
    return plan.collect() && size != UNKNOWN_SIZE;
  }

  @Override
  public void onResults(ResultRun run) {
    if (!mayRunAgain()) {
      plan.observer().answered(run.count(), run.failures());
    } else if (run.count() > run.failures()) {
      // Whether a failure is the last word is known when it is taken.
      plan.observer().answered(run.count() - run.failures(), 0);
    }
    arrivals.add(run);
  }

  /** Who wants all results together holds the pool until they are here; who takes each does not. */
  @Override
  public boolean holdsPool() {
    return plan.together();
  }

  /**
   * Returns the next results to have arrived, waiting for them, or null when every item that was
   * read is answered and the input has ended. Throws what the observer wants thrown.
   */
  public @Nullable ResultRun take() throws InterruptedException {
    do {
      arrivals.calm();
      plan.observer().check();
      if (limit.isOver() && !givenUp) {
        callOff();
      }
      feed();
      ResultRun run = arrivals.poll();
      if (run != null || (consumed == submitted && inputEnded)) {
        return run;
      }
      arrivals.await(answersToWaitFor(), engine, clock);
    } while (arrivals.areDisturbed());
    return arrivals.poll();
  }

  /** Returns the next results if they have arrived, without waiting; else null. */
  public @Nullable ResultRun poll() {
    return arrivals.poll();
  }

  /** Returns at how many answers to go on: half of what is under way, all if there is no more. */
  private long answersToWaitFor() {
    if (!sizing.gathers()) {
      return 0;
    }
    long underWay = submitted - consumed;
    return consumed + (inputEnded ? underWay : underWay / 2);
  }

  /**
   * Returns the next result of a run: a value, a {@link Failure}, or {@link RunsAgain} if the item
   * failed and has another attempt.
   */
  public @Nullable Object next(ResultRun run) {
    long index = run.nextIndex();
    @Nullable Object result = run.next();
    if (!(result instanceof Failure failure)) {
      return result;
    }
    Failure told = limit.tell(failure, index);
    Failure last = mayRunAgain() ? failed(index, told, run) : told;
    return last == null ? new RunsAgain() : last;
  }

  private boolean mayRunAgain() {
    return !plan.retries().equals(RetryPolicy.NONE);
  }

  /** Returns the failure if it is the last word; else has the item run again and returns null. */
  private @Nullable Failure failed(long index, Failure failure, ResultRun run) {
    Attempts made = attempts.computeIfAbsent(index, key -> new Attempts());
    // What ran again now would come after the order to stop everything.
    RetryPolicy policy = givenUp || limit.isOver() ? RetryPolicy.NONE : plan.retries();
    Failure last = made.failed(failure, run, policy, engine);
    // A result that had arrived, but cannot be decoded here, was taken for a good one.
    boolean counted = run.failures() == 0;
    if (last == null) {
      plan.observer().answered(counted ? -1 : 0, 0);
      plan.observer().retried();
      return null;
    }
    attempts.remove(index);
    plan.observer().answered(counted ? 0 : 1, 1);
    return last;
  }

  /**
   * As {@link #next(ResultRun)} for so many results, into the beginning of an array.
   *
   * @return whether there is one among them that is no value
   */
  public boolean next(ResultRun run, @Nullable Object[] into, int results) {
    if (!limit.isOver() && !mayRunAgain()) {
      return run.next(into, results);
    }
    for (int i = 0; i < results; i++) {
      into[i] = next(run);
    }
    return true;
  }

  /** Says that so many more results have been used, which makes room in the window. */
  public void consumed(int results) {
    consumed += results;
  }

  /** Returns how many results to make room for at first: all, if the input said how many. */
  public int expected() {
    return size == UNKNOWN_SIZE ? 16 : (int) Math.min(size, MAX_EXPECTED);
  }

  /** Returns how many items have been submitted so far. */
  public long submitted() {
    return submitted;
  }

  /**
   * Returns why the input could not be read or sent to its end, if so; belongs after all results.
   */
  public @Nullable Throwable inputFailure() {
    return inputFailure;
  }

  /**
   * Gives up: all items are taken back, those that run are stopped. What was not read yet counts as
   * cancelled where every item is to have an answer, if it is known how many there are.
   */
  public void cancel() {
    givenUp = true;
    engine.cancel(this);
    while (!inputEnded && answersAll() && submitted < size) {
      refuse(new CancellationException("cancelled, since another item failed"));
    }
    inputEnded = true;
  }

  /** Gives up for good, since nobody wants a result any more: what runs is stopped. */
  public void stop() {
    givenUp = true;
    inputEnded = true;
    engine.cancel(this);
  }

  /**
   * Ends: items that no worker has are withdrawn, results that still come are dropped. Throws what
   * the observer wants thrown.
   */
  @Override
  public void close() {
    inputEnded = true;
    if (consumed < submitted) {
      engine.withdraw(this);
    }
    limit.close();
    try {
      plan.observer().ended();
    } finally {
      function.close();
    }
  }

  private void feed() {
    while (!inputEnded && !limit.isOver()) {
      int batch = sizing.next(submitted);
      long room = Math.min(inFlightLimit, sizing.window(batch)) - (submitted - consumed);
      if (room < Math.min(batch, inFlightLimit)) {
        return;
      }
      send((int) Math.min(batch, room));
    }
  }

  /** Reads up to so many items and submits those that can be sent as one batch. */
  private void send(int count) {
    long end = submitted + count;
    try {
      do {
        batches.addSimple(input, (int) (end - submitted));
      } while (submitted + batches.count() < end && addNext());
    } catch (Throwable t) {
      // The input is to blame, never the items before.
      failInput(t);
    }
    submit();
  }

  /** Reads an item and adds it; tells whether to go on. */
  private boolean addNext() {
    if (!input.hasNext()) {
      inputEnded = !limit.isOver();
      return false;
    }
    Object item = input.next();
    try {
      batches.add(item, submitted + batches.count());
    } catch (NotSendableException | Error e) {
      // What its own code has thrown, or no memory for it, is of this item alone.
      submit();
      if (inputFailure == null) {
        refuse(e);
      }
    }
    return !inputEnded;
  }

  /** Answers the next item with why it was not submitted. */
  private void refuse(Throwable cause) {
    new RefusedItem(submitted++, call).fail(0, cause);
  }

  /** Submits the items that were gathered. */
  private void submit() {
    int count = batches.count();
    if (count == 0) {
      return;
    }
    sizing.submitted(count);
    try {
      engine.submit(batches.build(submitted));
      submitted += count;
    } catch (RejectedExecutionException | BrokenPoolException e) {
      if (!plan.collect()) {
        failInput(e);
        return;
      }
      for (int i = 0; i < count; i++) {
        refuse(e);
      }
      inputEnded |= size == UNKNOWN_SIZE;
    }
  }

  private void failInput(Throwable failure) {
    inputEnded = true;
    if (inputFailure == null) {
      inputFailure = failure;
    }
  }
}
