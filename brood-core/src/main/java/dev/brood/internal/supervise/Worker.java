package dev.brood.internal.supervise;

import dev.brood.exception.ProcessStartException;
import dev.brood.exception.ProtocolException;
import dev.brood.exception.WorkerDeath;
import dev.brood.internal.batch.Batch;
import dev.brood.internal.batch.ResultRun;
import dev.brood.internal.batch.ResultSink;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One worker in the books of its pool: how far it has come and what it still owes. Touched only by
 * the holder of the turn; news from other threads goes through the pool's inbox.
 */
final class Worker implements WorkerStarter.Listener, WorkerLink.Receiver {

  enum State {
    /** It is starting. */
    STARTING,
    /** It runs the initializer of the pool. */
    INITIALIZING,
    /** It takes batches. */
    READY,
    /** It was told to end and gets nothing more. */
    RETIRING,
    /** It has ended. */
    DEAD
  }

  private static final long NOT_SEEN = -1;

  final int number;
  final long bornAt;
  private final WorkerLifecycle lifecycle;

  /** What it owes, in the order in which it was given. */
  private final ArrayDeque<Owed> owed = new ArrayDeque<>();

  /** What it has answered in full, and not said yet that it is done with. */
  private final ArrayDeque<Owed> answered = new ArrayDeque<>();

  State state = State.STARTING;
  WorkerStarter.@Nullable Start start;
  @Nullable WorkerLink link;
  int tasksLeft;

  /**
   * When to take the next step towards a worker that does not end, a {@code nanoTime}; 0 for none.
   */
  long endBy;

  boolean terminated;

  /** Why the pool itself ended the worker, in plain words; null if it did not. */
  @Nullable String endedFor;

  /** Whether it is to go as soon as another can take its place. */
  boolean outgoing;

  /** Since when it has nothing to do, a {@code nanoTime}. */
  long idleSince;

  boolean initializerFailed;
  final TaskWatch watch = new TaskWatch(this);
  final MemoryWatch memory = new MemoryWatch();
  private boolean deaf;
  private boolean givingBack;
  private long startedSeen;
  private long startedSeenAt;
  private long given;
  private long arrived;
  private long tasks;
  private int open;

  Worker(int number, int tasksLeft, long now, WorkerLifecycle lifecycle) {
    this.number = number;
    this.tasksLeft = tasksLeft;
    this.bornAt = now;
    this.lifecycle = lifecycle;
  }

  /** Returns how many items it owes an answer to. */
  int owes() {
    return open;
  }

  /** Returns how many results it has written in its life. */
  long arrived() {
    return arrived;
  }

  /** Returns how many tasks it has answered: results but for those of initializer and exit hook. */
  long tasks() {
    return tasks;
  }

  /** Tells whether what it does now are tasks; one that is evicted may be at one still. */
  private boolean isAtTasks() {
    return state == State.READY || (state == State.RETIRING && endedFor != null);
  }

  /** Returns how long it will take to do what it owes, going by its latest batch. */
  long nanosOwed(long ifUnknown) {
    Owed latest = owed.peekLast();
    return latest == null ? 0 : open * latest.batch().clock().nanosPerItem(ifUnknown);
  }

  /** Gives it a batch, which goes with the next {@link WorkerLink#pump}. */
  void give(Batch batch) {
    WorkerLink to = requireLink();
    boolean next = current() == null;
    owed.add(new Owed(batch, given));
    if (next) {
      mayHaveMovedOn();
      startedSeen = NOT_SEEN;
    }
    given += batch.count();
    open += batch.count();
    tasksLeft -= batch.count();
    to.give(batch);
  }

  /** Returns the id of its process, or -1 if there is none. */
  long pid() {
    WorkerStarter.Start starting = start;
    return link != null ? link.pid() : starting != null ? starting.pid() : -1;
  }

  WorkerLink requireLink() {
    WorkerLink known = link;
    if (known == null) {
      throw new IllegalStateException("worker=" + number + " has not joined yet");
    }
    return known;
  }

  /**
   * Returns the batch that the worker is at, or is about to be at. It is not the one whose last
   * result has come and whose end has not: between the two a process may be stopped.
   */
  @Nullable Owed current() {
    return owed.peek();
  }

  private void mayHaveMovedOn() {
    Owed current = current();
    watch.mayHaveMovedOn(current != null && current.batch().terms().areTimed());
  }

  boolean owesNothing() {
    return owed.isEmpty() && answered.isEmpty();
  }

  /** Tells whether it still is at an item that was answered for it. */
  boolean isLettingGo() {
    Owed current = current();
    return current != null && !current.isNextOpen();
  }

  /** Tells whether it has items that were answered for it. */
  boolean owesAnswered() {
    for (Owed each : owed) {
      if (each.isAnsweredAhead()) {
        return true;
      }
    }
    return false;
  }

  /** Returns how long it has been at the same item at {@code now}, as far as anybody looked. */
  long nanosAtItem(long now) {
    long started = requireLink().started();
    if (started != startedSeen) {
      startedSeen = started;
      startedSeenAt = now;
    }
    return now - startedSeenAt;
  }

  /** Tells whether the worker has begun an item that it has not written the result of. */
  boolean runsAnItem() {
    return !owed.isEmpty() && requireLink().started() > arrived;
  }

  /** Answers everything that is owed with a failure; what the worker still writes is dropped. */
  void abandon(Throwable cause) {
    for (Owed each : owed) {
      open -= each.failAll(cause);
    }
  }

  /** Answers what it owes to a sink with a failure and has the worker skip it. */
  void callOff(ResultSink sink, Throwable cause) {
    // From the last one on: the running item must not make way for one that still counts.
    for (Owed each : owed.reversed()) {
      if (each.batch().isFor(sink) && each.open() > 0) {
        requireLink().callOff(each.nextOrdinal(), each.lastOrdinal());
      }
    }
    for (Owed each : owed) {
      if (each.batch().isFor(sink) && each.open() > 0) {
        open -= each.failAll(cause);
        watch.mustLetGo("a task went on after it was cancelled");
      }
    }
  }

  /** Has the worker give back what it has not begun, unless it is about to already. */
  void askBack() {
    if (!givingBack) {
      givingBack = true;
      requireLink().takeBack(arrived + 1, given);
    }
  }

  /** Tells whether the worker has been asked to give back items and has not done so. */
  boolean isGivingBack() {
    return givingBack;
  }

  /** Takes over the items from {@code first} to {@code last}, which the worker gives back. */
  List<Batch> takeBack(long first, long last) {
    givingBack = false;
    List<Batch> back = new ArrayList<>();
    for (Owed each : owed) {
      if (each.firstOrdinal() <= last) {
        Batch items = each.takeBack(first);
        if (items != null) {
          open -= items.count();
          back.add(items);
        }
      }
    }
    return back;
  }

  /** Takes over everything that is not answered, in order. */
  List<Batch> takeOwed() {
    List<Batch> rest = new ArrayList<>(owed.size());
    for (Owed each : owed) {
      if (each.open() > 0) {
        rest.add(each.rest());
      }
    }
    owed.clear();
    answered.clear();
    open = 0;
    return rest;
  }

  /** Tells whether what the worker writes can no longer be understood. */
  boolean isDeaf() {
    return deaf;
  }

  /** Answers the item whose result is arriving: it cannot be taken in, nor what follows it. */
  void failArrivingItem(Throwable cause) {
    var _ = failRunningItem(cause);
    deaf = true;
  }

  /**
   * Answers the item that the worker is at, the only one that it is blamed for; returns false if
   * that was done before.
   */
  boolean failRunningItem(Throwable cause) {
    Owed current = current();
    if (current == null || !current.isNextOpen()) {
      return false;
    }
    open--;
    current.failNext(cause);
    return true;
  }

  /** Answers the item that the worker was at when it died; as {@link #failRunningItem}. */
  boolean blame(WorkerDeath death) {
    Owed current = current();
    return current != null && current.isNextOpen() && failRunningItem(current.diedAtNext(death));
  }

  @Override
  public void onResults(ResultRun run) {
    int results = run.count();
    initializerFailed |= state == State.INITIALIZING && run.failures() > 0;
    arrived += results;
    if (isAtTasks()) {
      tasks += results;
      lifecycle.counters().results(results, run.failures());
    }
    ResultRun rest = run;
    for (Owed at = expecting(); at.expected() < rest.count(); at = expecting()) {
      arrive(at, rest.split(at.expected()));
    }
    arrive(expecting(), rest);
    mayHaveMovedOn();
  }

  private Owed expecting() {
    Owed current = current();
    if (current == null || current.expected() == 0) {
      throw new ProtocolException("worker=" + number + " answered more items than it was given");
    }
    return current;
  }

  private void arrive(Owed at, ResultRun results) {
    open -= at.arrive(results);
    passIfComplete(at);
  }

  private void passIfComplete(Owed current) {
    if (current.isComplete()) {
      answered.add(owed.remove());
    }
  }

  @Override
  public void onSkipped() {
    Owed first = current();
    if (first == null) {
      throw new ProtocolException("worker=" + number + " skipped more items than it was given");
    }
    arrived++;
    if (tasksLeft > 0) {
      // It may run another one instead. A worker that was given its last has been replaced by now.
      tasksLeft++;
    }
    Batch back = first.skip();
    if (back != null) {
      open--;
      lifecycle.takenBack(List.of(back));
    }
    passIfComplete(first);
    mayHaveMovedOn();
  }

  @Override
  public void onHeapInUse(long bytes) {
    memory.heapInUse(bytes);
  }

  @Override
  public void onBatchDone(long nanos) {
    Owed done = answered.poll();
    if (done == null) {
      throw new ProtocolException(
          "worker=" + number + " ended a batch before its items were answered");
    }
    if (done.ran() > 0) {
      done.batch().clock().measured(nanos, done.ran());
      if (isAtTasks()) {
        lifecycle.counters().ran(nanos, done.ran());
      }
    }
    if (owesNothing()) {
      lifecycle.caughtUp(this);
    }
  }

  @Override
  public void onReady(WorkerLink link) {
    lifecycle.employer().enqueue(() -> lifecycle.joined(this, link));
  }

  @Override
  public void onBell() {
    lifecycle.employer().wakeup();
  }

  @Override
  public void onGivenBack(long firstItem, long lastItem) {
    lifecycle.employer().enqueue(() -> lifecycle.takenBack(takeBack(firstItem, lastItem)));
  }

  @Override
  public void onStartFailed(ProcessStartException failure) {
    lifecycle.employer().enqueue(() -> lifecycle.startFailed(this, failure, false));
  }

  @Override
  public void onStartKilled(ProcessStartException failure) {
    lifecycle.employer().enqueue(() -> lifecycle.startFailed(this, failure, true));
  }

  @Override
  public void onDeath(WorkerDeath death) {
    lifecycle.employer().enqueue(() -> lifecycle.died(this, death));
  }
}
