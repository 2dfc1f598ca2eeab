package dev.brood.internal.supervise;

/** Items that travel together: of one function, to one worker, answered to one sink. */
public abstract class Batch {

  private final long firstIndex;
  private final int count;
  private final ResultSink sink;
  private final TaskClock clock;

  Batch(long firstIndex, int count, ResultSink sink, TaskClock clock) {
    this.firstIndex = firstIndex;
    this.count = count;
    this.sink = sink;
    this.clock = clock;
  }

  final long firstIndex() {
    return firstIndex;
  }

  /** Returns how many items the batch has. */
  public final int count() {
    return count;
  }

  final ResultSink sink() {
    return sink;
  }

  @SuppressWarnings("ReferenceEquality") // each run of calls has a sink of its own
  final boolean isFor(ResultSink other) {
    return sink == other;
  }

  final TaskClock clock() {
    return clock;
  }

  /** Answers every item from {@code item} on, counted within the batch, with the same failure. */
  final void failFrom(int item, Throwable cause) {
    for (int i = item; i < count; i++) {
      sink.onResults(ResultRun.of(firstIndex + i, new Failure(cause)));
    }
  }
}
