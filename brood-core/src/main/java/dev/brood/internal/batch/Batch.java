package dev.brood.internal.batch;

import org.jspecify.annotations.Nullable;

/** Items that travel together: of one function, to one worker, answered to one sink. */
public abstract class Batch {

  private final long firstIndex;
  private final int count;
  private final Call call;
  private long submittedAt;

  /**
   * What the batches of one run of calls have in common.
   *
   * @param sink takes the results
   * @param clock how long the items take
   * @param terms on which terms they run
   * @param together whether nobody waits for the single result, so that a worker need not wake the
   *     owner before its batch is done
   * @param number which run of its pool this is, from 1, and 0 for all single calls; the random
   *     numbers of the items follow from it
   */
  public record Call(
      ResultSink sink, TaskClock clock, TaskTerms terms, boolean together, long number) {

    /** A single call, whose result is wanted as it comes. */
    public Call(ResultSink sink, TaskClock clock, TaskTerms terms) {
      this(sink, clock, terms, false, 0);
    }

    /** A call on no terms. */
    public Call(ResultSink sink, TaskClock clock) {
      this(sink, clock, TaskTerms.NONE);
    }
  }

  public Batch(long firstIndex, int count, Call call) {
    this.firstIndex = firstIndex;
    this.count = count;
    this.call = call;
  }

  public final long firstIndex() {
    return firstIndex;
  }

  /** Returns how many items the batch has. */
  public final int count() {
    return count;
  }

  protected final Call call() {
    return call;
  }

  public final ResultSink sink() {
    return call.sink;
  }

  @SuppressWarnings("ReferenceEquality") // each run of calls has a sink of its own
  public final boolean isFor(ResultSink other) {
    return call.sink == other;
  }

  public final TaskClock clock() {
    return call.clock;
  }

  public final TaskTerms terms() {
    return call.terms;
  }

  protected final boolean isTogether() {
    return call.together;
  }

  /** When the batch began to wait for a worker, a {@code nanoTime}. */
  public final long submittedAt() {
    return submittedAt;
  }

  public final void submittedAt(long now) {
    submittedAt = now;
  }

  /** Tells whether a worker can run the items. */
  public boolean canRun() {
    return true;
  }

  /**
   * Tells whether a worker can run the other batch behind this one without being told that it is
   * one of its own.
   */
  public boolean goesOnWith(Batch next) {
    return false;
  }

  /** Returns why no worker can take the function that the items are for; null if one can. */
  public @Nullable Throwable refusal() {
    return null;
  }

  /** Says that no worker can take the function, and why; of the holder of the turn. */
  public void refuseFunction(Throwable cause) {}

  /** Returns the items from one to, not including, another as a batch of their own. */
  protected abstract Batch part(int from, int to);

  /** Returns all that a worker must read to run an item, if it is known and not too large. */
  public byte @Nullable [] recording(int item) {
    return null;
  }

  /** Returns the batch without its first items. */
  public final Batch from(int item) {
    return item == 0 ? this : waitingAs(part(item, count));
  }

  /** Returns the batch's first items. */
  public final Batch upTo(int item) {
    return item == count ? this : waitingAs(part(0, item));
  }

  private Batch waitingAs(Batch part) {
    part.submittedAt = submittedAt;
    return part;
  }

  /** Answers an item, counted within the batch, with a failure. */
  public final void fail(int item, Throwable cause) {
    call.sink.onResults(ResultRun.of(Failure.ofPool(cause)).at(this, item));
  }

  /** Answers every item from {@code item} on, counted within the batch, with the same failure. */
  public final void failFrom(int item, Throwable cause) {
    for (int i = item; i < count; i++) {
      fail(i, cause);
    }
  }
}
