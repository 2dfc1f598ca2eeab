package dev.brood.internal.supervise;

import dev.brood.exception.ProcessStartException;
import dev.brood.exception.ProtocolException;
import dev.brood.exception.WorkerDeath;
import dev.brood.exception.WorkerDiedException;
import dev.brood.internal.wire.Parcel;
import dev.brood.internal.wire.RecordReader;
import java.util.ArrayDeque;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * One worker in the supervisor's books: how far it has come and what it still owes. Touched only by
 * the holder of the turn; news from other threads goes through the supervisor's inbox.
 */
final class Worker implements WorkerStarter.Listener, WorkerLink.Receiver {

  enum State {
    /** Its JVM is starting. */
    STARTING,
    /** It runs the initializer of the pool. */
    INITIALIZING,
    /** It takes batches. */
    READY,
    /** It was told to end and gets nothing more. */
    RETIRING,
    /** Its process has ended. */
    DEAD
  }

  final int number;
  private final PoolSupervisor supervisor;
  private final ArrayDeque<EncodedBatch> owed = new ArrayDeque<>();
  private final BitSet known = new BitSet();
  State state = State.STARTING;
  @Nullable WorkerLink link;
  int tasksLeft;

  /**
   * When to take the next step towards a worker that does not end, a {@code nanoTime}; 0 for none.
   */
  long endBy;

  boolean terminated;

  /** Whether its items were answered for it, so that what it still writes is nobody's. */
  private boolean abandoned;

  boolean initializerFailed;
  private int owedItems;
  private int answeredOfFirst;
  private long answered;

  Worker(int number, int tasksLeft, PoolSupervisor supervisor) {
    this.number = number;
    this.tasksLeft = tasksLeft;
    this.supervisor = supervisor;
  }

  /** Returns how many items it owes. */
  int owes() {
    return owedItems;
  }

  /** Returns how long it will take to do what it owes, going by its latest batch. */
  long nanosOwed(long ifUnknown) {
    EncodedBatch latest = owed.peekLast();
    return latest == null ? 0 : owedItems * latest.clock().nanosPerItem(ifUnknown);
  }

  /** Sends a batch, and before it what the worker needs to understand it. */
  void give(EncodedBatch batch) {
    WorkerLink to = requireLink();
    for (Definition definition : batch.definitions()) {
      if (!known.get(definition.id())) {
        known.set(definition.id());
        to.send(definition.parcel());
      }
    }
    to.send(batch.header());
    to.send(batch.items());
    owed.add(batch);
    owedItems += batch.count();
    tasksLeft -= batch.count();
    to.pump();
  }

  /** Has the worker drop a definition that is used no more. */
  void forget(Definition definition, Parcel order) {
    if (known.get(definition.id()) && (state == State.READY || state == State.INITIALIZING)) {
      known.clear(definition.id());
      requireLink().send(order);
    }
  }

  WorkerLink requireLink() {
    WorkerLink known = link;
    if (known == null) {
      throw new IllegalStateException("worker=" + number + " has not joined yet");
    }
    return known;
  }

  /** Answers everything that is owed with a failure; what the worker still answers is dropped. */
  void abandon(Throwable cause) {
    abandoned = true;
    ArrayDeque<EncodedBatch> rest = takeOwed();
    while (!rest.isEmpty()) {
      rest.remove().failFrom(0, cause);
    }
  }

  /** Takes over everything that is owed, in order, but for the items that are answered already. */
  ArrayDeque<EncodedBatch> takeOwed() {
    ArrayDeque<EncodedBatch> rest = new ArrayDeque<>(owed);
    owed.clear();
    owedItems = 0;
    EncodedBatch first = rest.poll();
    if (first != null && answeredOfFirst < first.count()) {
      rest.addFirst(first.from(answeredOfFirst));
    }
    answeredOfFirst = 0;
    return rest;
  }

  /** Tells whether the worker has been of no use so far: no item was answered, by it or for it. */
  boolean hasAnsweredNothing() {
    return answered == 0;
  }

  /** Tells whether the worker has begun an item that it has not answered. */
  boolean runsAnItem() {
    return !owed.isEmpty() && requireLink().started() > answered;
  }

  /**
   * Answers the item that runs with a failure; it is the only one that the worker is blamed for.
   */
  void failRunningItem(WorkerDeath death) {
    EncodedBatch first = owed.element();
    long index = first.firstIndex() + answeredOfFirst;
    count(1);
    Throwable cause = new WorkerDiedException(death, null, index);
    first.sink().onResults(ResultRun.of(index, new Failure(cause)));
  }

  private void count(int results) {
    answeredOfFirst += results;
    owedItems -= results;
    answered += results;
  }

  @Override
  public void onResults(byte[] records, int count, Decoding decoding) {
    if (abandoned) {
      return;
    }
    EncodedBatch batch = current(count);
    ResultRun run = decoding.run(batch.firstIndex() + answeredOfFirst, count, records);
    initializerFailed |= state == State.INITIALIZING && run.mayHaveFailed();
    count(count);
    batch.sink().onResults(run);
  }

  @Override
  public void onLargeResult(RecordReader.Large record, Decoding decoding) {
    if (abandoned) {
      return;
    }
    EncodedBatch batch = current(1);
    long index = batch.firstIndex() + answeredOfFirst;
    initializerFailed |= state == State.INITIALIZING;
    count(1);
    batch.sink().onResults(decoding.large(index, record));
  }

  private EncodedBatch current(int results) {
    EncodedBatch batch = owed.peek();
    if (batch == null || answeredOfFirst + results > batch.count()) {
      throw new ProtocolException("worker=" + number + " answered more items than it was given");
    }
    return batch;
  }

  @Override
  public void onBatchDone(long nanos) {
    if (abandoned) {
      return;
    }
    EncodedBatch batch = owed.poll();
    if (batch == null || answeredOfFirst != batch.count()) {
      throw new ProtocolException(
          "worker=" + number + " ended a batch before its items were answered");
    }
    answeredOfFirst = 0;
    batch.clock().measured(nanos, batch.count());
    if (owed.isEmpty()) {
      supervisor.caughtUp(this);
    }
  }

  @Override
  public void onReady(WorkerLink link) {
    supervisor.enqueue(() -> supervisor.joined(this, link));
  }

  @Override
  public void onBell() {
    supervisor.wakeup();
  }

  @Override
  public void onStartFailed(ProcessStartException failure) {
    supervisor.enqueue(() -> supervisor.startFailed(this, failure));
  }

  @Override
  public void onDeath(WorkerDeath death) {
    supervisor.enqueue(() -> supervisor.died(this, death));
  }
}
