package dev.brood.internal.supervise;

import dev.brood.exception.ProcessStartException;
import dev.brood.exception.WorkerDeath;
import dev.brood.internal.batch.Batch;
import dev.brood.internal.batch.ResultRun;
import dev.brood.internal.batch.TaskFunction;
import dev.brood.internal.supervise.WorkerStarter.Listener;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A worker that does what a test says: begins items, answers them, dies. It keeps the protocol of a
 * real one: it answers items in order, and says that a batch is done after its last.
 */
final class FakeWorker implements WorkerLink, WorkerStarter.Start {

  /** Items from one ordinal to another. */
  record Range(long first, long last) {}

  final int number;
  private final Listener listener;
  private final Runnable afterwards;
  private final ArrayDeque<Batch> batches = new ArrayDeque<>();
  private final ArrayDeque<Consumer<Receiver>> written = new ArrayDeque<>();
  private int inBatch;
  private long started;
  private long answered;
  private long heartbeats;
  private boolean joined;
  private boolean dead;

  final List<Batch> given = new ArrayList<>();
  final List<Long> interrupted = new ArrayList<>();
  final List<Range> calledOff = new ArrayList<>();
  final ArrayDeque<Range> askedBack = new ArrayDeque<>();
  final List<TaskFunction> forgotten = new ArrayList<>();
  long nanosPerBatch = 10_000_000;
  long residentBytes = -1;
  long heapLimit;
  long heapInUse;
  long bytesOut;

  /** Stopped before it says that a batch is done, after its last result. */
  boolean stopsBeforeEnd;

  boolean retired;
  boolean terminated;
  boolean killed;
  boolean abandoned;
  boolean closed;

  FakeWorker(int number, Listener listener, Runnable afterwards) {
    this.number = number;
    this.listener = listener;
    this.afterwards = afterwards;
  }

  // --- What a test has it do ---

  FakeWorker join() {
    joined = true;
    listener.onReady(this);
    return this;
  }

  boolean hasJoined() {
    return joined;
  }

  boolean isDead() {
    return dead;
  }

  void failToStart() {
    dead = true;
    listener.onStartFailed(new ProcessStartException("on purpose", null));
  }

  void beKilledAtStart() {
    dead = true;
    listener.onStartKilled(new ProcessStartException("killed on purpose", null));
  }

  /** Returns the indexes of the items that it has and has not answered. */
  List<Long> has() {
    List<Long> indexes = new ArrayList<>();
    int skip = inBatch;
    for (Batch batch : batches) {
      for (int i = skip; i < batch.count(); i++) {
        indexes.add(batch.firstIndex() + i);
      }
      skip = 0;
    }
    return indexes;
  }

  /** Tells whether it is at an item. */
  boolean isRunning() {
    return started > answered;
  }

  /** Begins its next item. */
  FakeWorker begin() {
    if (batches.isEmpty() || isRunning()) {
      throw new IllegalStateException("nothing to begin");
    }
    started++;
    return this;
  }

  /** Begins its next item, or does not. */
  void begin(boolean really) {
    if (really) {
      begin();
    }
  }

  /** Tells whether its next item was called off. */
  boolean skipsNext() {
    return isCalledOff(answered + 1);
  }

  /** Ends its item with a result, beginning it first if need be; does not ring. */
  FakeWorker write(Object result) {
    if (!isRunning()) {
      begin();
    }
    end(receiver -> receiver.onResults(ResultRun.of(result)));
    return this;
  }

  /** Ends its next items, a call each, with a run of results; does not ring. */
  FakeWorker writeRun(List<String> results) {
    written.add(receiver -> receiver.onResults(new Run(results)));
    for (int i = 0; i < results.size(); i++) {
      begin();
      answered++;
      batches.remove();
    }
    for (int i = 0; i < results.size(); i++) {
      written.add(receiver -> receiver.onBatchDone(nanosPerBatch));
    }
    return this;
  }

  /** Writes results whatever it was given, and rings. */
  void pretend(List<String> results) {
    written.add(receiver -> receiver.onResults(new Run(results)));
    afterwards.run();
  }

  private static final class Run extends ResultRun {
    private final ArrayDeque<String> results;

    Run(List<String> results) {
      super(results.size(), 0);
      this.results = new ArrayDeque<>(results);
    }

    @Override
    protected Object decode() {
      return results.remove();
    }

    @Override
    protected ResultRun splitOff(int count) {
      List<String> first = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        first.add(results.remove());
      }
      return new Run(first);
    }
  }

  /** Passes over its next item, which was called off. */
  FakeWorker skip() {
    begin();
    end(Receiver::onSkipped);
    return this;
  }

  private void end(Consumer<Receiver> answer) {
    answered++;
    written.add(answer);
    Batch batch = batches.element();
    if (++inBatch == batch.count()) {
      inBatch = 0;
      batches.remove();
      if (heapInUse > 0) {
        long inUse = heapInUse;
        written.add(receiver -> receiver.onHeapInUse(inUse));
      }
      if (!stopsBeforeEnd) {
        written.add(receiver -> receiver.onBatchDone(nanosPerBatch));
      }
    }
  }

  /** Ends its item and rings. */
  FakeWorker answer(Object result) {
    write(result);
    afterwards.run();
    return this;
  }

  /** Answers all that it has, skipping what was called off, and rings. */
  FakeWorker answerAll(Object result) {
    while (!batches.isEmpty()) {
      if (!isRunning() && skipsNext()) {
        skip();
      } else {
        write(result);
      }
    }
    afterwards.run();
    return this;
  }

  /** Hears what it is to give back: from now on it passes over that. */
  Range hearAsked() {
    Range asked = askedBack.remove();
    calledOff.add(asked);
    return asked;
  }

  /** Says what it gives back of what it was asked for: what it has not come to by now. */
  void giveBack(Range asked) {
    listener.onGivenBack(Math.max(asked.first, started + 1), asked.last);
  }

  private boolean isCalledOff(long item) {
    return calledOff.stream().anyMatch(range -> range.first <= item && item <= range.last);
  }

  void heartbeat() {
    heartbeats++;
  }

  /** Dies with an exit code; what it wrote can still be read. */
  void exit(int code) {
    die(new WorkerDeath("worker-" + number, 1000 + number, code, 0, "", List.of(), null));
  }

  /** Is killed by a signal; what it wrote can still be read. */
  void dieOf(int signal) {
    die(
        new WorkerDeath(
            "worker-" + number, 1000 + number, WorkerDeath.UNKNOWN, signal, "", List.of(), null));
  }

  private void die(WorkerDeath death) {
    if (!dead) {
      dead = true;
      listener.onDeath(death);
    }
  }

  // --- The link ---

  @Override
  public long pid() {
    return 1000L + number;
  }

  @Override
  public void give(Batch batch) {
    batches.add(batch);
    given.add(batch);
  }

  @Override
  public void forget(TaskFunction function) {
    forgotten.add(function);
  }

  @Override
  public void retire() {
    retired = true;
  }

  @Override
  public void pump() {}

  @Override
  public boolean drain(Receiver receiver) {
    boolean any = false;
    Consumer<Receiver> next;
    while ((next = written.poll()) != null) {
      any = true;
      next.accept(receiver);
    }
    return any;
  }

  @Override
  public void catchUp() {}

  @Override
  public void ended() {}

  @Override
  public boolean sleepUntilBell() {
    return !written.isEmpty();
  }

  @Override
  public void lookingAgain() {}

  @Override
  public boolean worthLooking() {
    return false;
  }

  @Override
  public long started() {
    return started;
  }

  @Override
  public long heartbeats() {
    return heartbeats;
  }

  @Override
  public void interrupt(long item) {
    interrupted.add(item);
  }

  @Override
  public void callOff(long firstItem, long lastItem) {
    calledOff.add(new Range(firstItem, lastItem));
  }

  @Override
  public void takeBack(long firstItem, long lastItem) {
    askedBack.add(new Range(firstItem, lastItem));
  }

  @Override
  public void limitHeap(long bytes) {
    heapLimit = bytes;
  }

  @Override
  public long residentBytes() {
    return residentBytes;
  }

  @Override
  public long bytesOut() {
    return bytesOut;
  }

  @Override
  public long bytesIn() {
    return 0;
  }

  @Override
  public void terminate() {
    terminated = true;
  }

  @Override
  public void kill() {
    killed = true;
  }

  @Override
  public void abandon() {
    abandoned = true;
  }

  @Override
  public void close() {
    closed = true;
  }
}
