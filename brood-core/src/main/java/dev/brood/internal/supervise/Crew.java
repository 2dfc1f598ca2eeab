package dev.brood.internal.supervise;

import dev.brood.internal.supervise.Worker.State;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The workers of a pool: who there is, who has nothing to do, and how many are missing. */
final class Crew {

  /** What a worker may owe before it gets no more: enough to bridge the way to it and back. */
  private static final long PREFETCH_NANOS = 1_000_000;

  private static final int MAX_PREFETCHED = 4096;

  private final List<Worker> all = new ArrayList<>();
  private final ArrayDeque<Worker> idle = new ArrayDeque<>();
  private final List<Worker> busy = new ArrayList<>();
  private volatile int size;
  private int lastNumber;

  Crew(int size) {
    this.size = size;
  }

  /** Returns how many workers there are to be at most; any thread. */
  int size() {
    return size;
  }

  void resize(int workers) {
    size = workers;
  }

  List<Worker> all() {
    return all;
  }

  /** Returns the workers that owe something, in no order. */
  List<Worker> busy() {
    return busy;
  }

  boolean isEmpty() {
    return all.isEmpty();
  }

  /** Takes on a worker that is starting. */
  Worker hire(int tasks, long now, WorkerLifecycle lifecycle) {
    Worker worker = new Worker(++lastNumber, tasks, now, lifecycle);
    all.add(worker);
    return worker;
  }

  void beginsToOwe(Worker worker) {
    busy.add(worker);
  }

  void owesNothing(Worker worker) {
    busy.remove(worker);
  }

  void becomesIdle(Worker worker, long now) {
    worker.idleSince = now;
    idle.addLast(worker);
  }

  void isIdleNoMore(Worker worker) {
    idle.remove(worker);
  }

  /** Takes the idle worker that has been idle for the longest; null if none is. */
  @Nullable Worker longestIdle() {
    return idle.peekFirst();
  }

  /** Forgets a worker that has ended. */
  void remove(Worker worker) {
    all.remove(worker);
    idle.remove(worker);
    busy.remove(worker);
    worker.state = State.DEAD;
  }

  /**
   * Takes a worker for a batch: an idle one, the one that went idle last, for its caches and its
   * core are awake; else one that is about to have nothing to do; null if there is none.
   */
  @Nullable Worker take() {
    Worker worker = idle.pollLast();
    if (worker != null) {
      busy.add(worker);
      return worker;
    }
    Worker least = null;
    long leastNanos = PREFETCH_NANOS;
    for (int i = 0; i < busy.size(); i++) {
      Worker each = busy.get(i);
      if (takesMore(each)) {
        long nanos = each.nanosOwed(PREFETCH_NANOS);
        if (nanos < leastNanos) {
          least = each;
          leastNanos = nanos;
        }
      }
    }
    return least;
  }

  private static boolean takesMore(Worker worker) {
    return worker.state == State.READY
        && worker.tasksLeft > 0
        && worker.owes() < MAX_PREFETCHED
        && !worker.isLettingGo();
  }

  /** Tells whether a worker that owes something is about to have nothing to do. */
  boolean canBeGivenMore(Worker worker) {
    return takesMore(worker) && worker.nanosOwed(PREFETCH_NANOS) < PREFETCH_NANOS;
  }

  /** Returns how many workers may be started when so many more could be used. */
  int missing(int wanted) {
    return Math.min(wanted - starting(), size - strength());
  }

  /** Returns how many workers are on the way. */
  int starting() {
    int starting = 0;
    for (Worker worker : all) {
      starting += counts(worker) && worker.state != State.READY ? 1 : 0;
    }
    return starting;
  }

  /** Returns how many workers there are, without those that take no more work. */
  int strength() {
    int strength = 0;
    for (Worker worker : all) {
      strength += counts(worker) ? 1 : 0;
    }
    return strength;
  }

  private static boolean counts(Worker worker) {
    return worker.state != State.RETIRING && worker.tasksLeft > 0 && !worker.outgoing;
  }

  /** Returns how many workers could take up work at once, or be started to do so. */
  int free() {
    return idle.size() + Math.max(0, size - strength());
  }

  /** Returns how many workers are ready for tasks. */
  int ready() {
    int ready = 0;
    for (Worker worker : all) {
      ready += worker.state == State.READY ? 1 : 0;
    }
    return ready;
  }

  /** Returns a worker that is to go when another can take its place; null if there is none. */
  @Nullable Worker outgoing() {
    for (Worker worker : all) {
      if (worker.outgoing && worker.state == State.READY && worker.tasksLeft > 0) {
        return worker;
      }
    }
    return null;
  }

  /** Has workers above the size take no more work; those with the least to do first. */
  List<Worker> surplus() {
    List<Worker> surplus = new ArrayList<>();
    int above = strength() - size;
    for (Worker worker : all) {
      if (surplus.size() < above && counts(worker) && worker.state == State.STARTING) {
        surplus.add(worker);
      }
    }
    for (Worker worker : idle) {
      if (surplus.size() < above && counts(worker)) {
        surplus.add(worker);
      }
    }
    for (Worker worker : busy) {
      if (surplus.size() < above && counts(worker)) {
        surplus.add(worker);
      }
    }
    return surplus;
  }
}
