package dev.brood.internal.supervise;

import dev.brood.internal.batch.Batch;
import dev.brood.internal.batch.ResultSink;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.TreeMap;

/**
 * Batches that wait for a worker: higher priority first, then in the order in which they came. And
 * those that wait for their time, before they wait for a worker.
 */
final class TaskQueue {

  private record Delayed(Batch batch, long due) {}

  private final ArrayDeque<Batch> plain = new ArrayDeque<>();

  /** Batches of other priorities than 0; the highest first. */
  private final TreeMap<Integer, ArrayDeque<Batch>> others =
      new TreeMap<>(Comparator.reverseOrder());

  private final PriorityQueue<Delayed> delayed =
      new PriorityQueue<>((a, b) -> Long.signum(a.due - b.due));

  /** Adds a batch behind those of its priority. */
  void add(Batch batch) {
    lane(batch).addLast(batch);
  }

  /** Puts a batch back before those of its priority. */
  void addFirst(Batch batch) {
    lane(batch).addFirst(batch);
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
    return plain.isEmpty() && others.isEmpty();
  }

  /** Tells whether some batch waits for its time. */
  boolean hasDelayed() {
    return !delayed.isEmpty();
  }

  /** Returns how many batches wait for a worker. */
  int size() {
    int size = plain.size();
    for (ArrayDeque<Batch> lane : others.values()) {
      size += lane.size();
    }
    return size;
  }

  /** Returns how many items wait. */
  long items() {
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

  /** Takes the next batch. */
  Batch remove() {
    if (!others.isEmpty()) {
      var first = others.firstEntry();
      if (first.getKey() > 0 || plain.isEmpty()) {
        Batch batch = first.getValue().removeFirst();
        if (first.getValue().isEmpty()) {
          others.remove(first.getKey());
        }
        return batch;
      }
    }
    return plain.removeFirst();
  }

  /** Takes out all batches for a sink. */
  List<Batch> removeAll(ResultSink sink) {
    List<Batch> removed = new ArrayList<>();
    take(plain, sink, removed);
    for (Iterator<ArrayDeque<Batch>> lanes = others.values().iterator(); lanes.hasNext(); ) {
      ArrayDeque<Batch> lane = lanes.next();
      take(lane, sink, removed);
      if (lane.isEmpty()) {
        lanes.remove();
      }
    }
    delayed.removeIf(each -> each.batch.isFor(sink) && removed.add(each.batch));
    return removed;
  }

  private static void take(ArrayDeque<Batch> lane, ResultSink sink, List<Batch> removed) {
    lane.removeIf(batch -> batch.isFor(sink) && removed.add(batch));
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
