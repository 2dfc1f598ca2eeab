package dev.brood.internal.supervise;

import dev.brood.internal.batch.Batch;
import dev.brood.internal.batch.ResultSink;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Batches that wait for a worker: higher priority first, then in the order in which they came. And
 * those that wait for their time, before they wait for a worker.
 */
final class TaskQueue {

  /** Through so many batches each withdrawal may look by itself. */
  private static final long FEW = 1_000;

  private record Delayed(Batch batch, long due) {}

  private final ArrayDeque<Batch> plain = new ArrayDeque<>();

  /** Batches of other priorities than 0; the highest first. */
  private final TreeMap<Integer, ArrayDeque<Batch>> others =
      new TreeMap<>(Comparator.reverseOrder());

  private final PriorityQueue<Delayed> delayed =
      new PriorityQueue<>((a, b) -> Long.signum(a.due - b.due));

  /** How many batches may have been withdrawn since they were looked for. */
  private int withdrawn;

  /** Adds a batch behind those of its priority. */
  void add(Batch batch) {
    lane(batch).addLast(batch);
  }

  /** Puts a batch back before those of its priority, unless nobody wants it any more. */
  void addFirst(Batch batch) {
    if (batch.sink().isWithdrawn()) {
      failWithdrawn(batch);
    } else {
      lane(batch).addFirst(batch);
    }
  }

  private ArrayDeque<Batch> lane(Batch batch) {
    int priority = batch.terms().priority();
    return priority == 0 ? plain : others.computeIfAbsent(priority, key -> new ArrayDeque<>());
  }

  /** Adds a batch when its time has come, a {@code nanoTime}. */
  void addAt(Batch batch, long due) {
    delayed.add(new Delayed(batch, due));
  }

  /** Has the batches wait for a worker whose time has come; returns how long the next one waits. */
  long release(long now, long never) {
    Delayed next;
    while ((next = delayed.peek()) != null) {
      if (next.due - now > 0) {
        return next.due - now;
      }
      add(delayed.remove().batch);
    }
    return never;
  }

  /** Tells whether no batch waits for a worker. */
  boolean isEmpty() {
    if (withdrawn > 0) {
      dropWithdrawn();
    }
    return hasNone();
  }

  private boolean hasNone() {
    return plain.isEmpty() && others.isEmpty();
  }

  /** Tells whether some batch waits for its time. */
  boolean hasDelayed() {
    return !delayed.isEmpty();
  }

  /** Returns how many batches wait for a worker; a few may have been withdrawn. */
  int size() {
    int size = plain.size();
    for (ArrayDeque<Batch> lane : others.values()) {
      size += lane.size();
    }
    return size;
  }

  /** Returns how many items wait. */
  long items() {
    failWithdrawn();
    long items = items(plain);
    for (ArrayDeque<Batch> lane : others.values()) {
      items += items(lane);
    }
    for (Delayed each : delayed) {
      items += each.batch.count();
    }
    return items;
  }

  private static long items(Collection<Batch> lane) {
    long items = 0;
    for (Batch batch : lane) {
      items += batch.count();
    }
    return items;
  }

  /** Takes the next batch; only if the queue {@link #isEmpty is not empty}. */
  Batch remove() {
    ArrayDeque<Batch> lane = firstLane();
    Batch batch = lane.removeFirst();
    if (lane.isEmpty() && batch.terms().priority() != 0) {
      others.remove(batch.terms().priority());
    }
    return batch;
  }

  /** Returns the next batch without taking it; null if none waits. */
  @Nullable Batch peek() {
    return isEmpty() ? null : firstLane().getFirst();
  }

  private ArrayDeque<Batch> firstLane() {
    if (!others.isEmpty()) {
      var first = others.firstEntry();
      if (first.getKey() > 0 || plain.isEmpty()) {
        return first.getValue();
      }
    }
    return plain;
  }

  /**
   * Answers the batches of a sink that {@link ResultSink#isWithdrawn() is withdrawn}, now or soon.
   * To look through all that waits for each of many would take as long as all of them squared: the
   * more waits, the more of them share a look. None is given to a worker meanwhile.
   */
  void withdraw() {
    withdrawn++;
    if (withdrawn * FEW >= size() + delayed.size()) {
      failWithdrawn();
    }
  }

  private void failWithdrawn() {
    if (withdrawn > 0) {
      withdrawn = 0;
      removeIf(batch -> batch.sink().isWithdrawn()).forEach(TaskQueue::failWithdrawn);
    }
  }

  private void dropWithdrawn() {
    while (!hasNone() && firstLane().getFirst().sink().isWithdrawn()) {
      failWithdrawn(remove());
    }
  }

  private static void failWithdrawn(Batch batch) {
    batch.failFrom(0, new CancellationException("withdrawn before it began"));
  }

  /** Answers all that waits for a sink with a failure. */
  void fail(ResultSink sink, Throwable cause) {
    removeAll(sink).forEach(batch -> batch.failFrom(0, cause));
  }

  /** Answers everything with a failure. */
  void fail(Throwable cause) {
    removeAll().forEach(batch -> batch.failFrom(0, cause));
  }

  /** Takes out all batches for a sink. */
  List<Batch> removeAll(ResultSink sink) {
    return removeIf(batch -> batch.isFor(sink));
  }

  private List<Batch> removeIf(Predicate<Batch> unwanted) {
    List<Batch> removed = new ArrayList<>();
    Predicate<Batch> taken = batch -> unwanted.test(batch) && removed.add(batch);
    plain.removeIf(taken);
    others.values().forEach(lane -> lane.removeIf(taken));
    others.values().removeIf(ArrayDeque::isEmpty);
    delayed.removeIf(each -> taken.test(each.batch));
    return removed;
  }

  /** Takes out everything. */
  List<Batch> removeAll() {
    List<Batch> removed = new ArrayList<>();
    while (!isEmpty()) {
      removed.add(remove());
    }
    while (!delayed.isEmpty()) {
      removed.add(delayed.remove().batch);
    }
    return removed;
  }
}
