package dev.brood.internal.supervise;

import dev.brood.exception.TaskTimeoutException;
import dev.brood.exception.TaskTimeoutException.Limit;
import dev.brood.internal.wire.EventLoop;
import java.time.Duration;

/**
 * Watches how long a worker has been at its item, for items that have limits, and how long it takes
 * to let go of an item that was answered for it.
 *
 * <p>The worker itself takes no times. An item begins when the one before it was answered or, for a
 * worker that had nothing to do, when it was given. Inside a batch a worker may go on a while
 * before it rings; so while a batch of several timed items runs, its progress is looked at every
 * {@value #SAMPLE_MILLIS} ms.
 */
final class TaskWatch {

  private static final long SAMPLE_MILLIS = 8;
  private static final long SAMPLE_NANOS = SAMPLE_MILLIS * 1_000_000;

  /** What the watch finds to be done about the worker. */
  sealed interface Finding {

    /** Nothing, for so many nanoseconds or {@link EventLoop.Work#NEVER}. */
    record Wait(long nanos) implements Finding {}

    /** It does not let go of its item; end it, for this reason. */
    record Evict(String reason) implements Finding {}
  }

  private static final Finding NOTHING = new Finding.Wait(EventLoop.Work.NEVER);

  private final Worker worker;

  // Of the item that the worker is at, when that is timed.
  private boolean timed;
  private boolean fresh;
  private long item;
  private long since;
  private long heartbeats;
  private long heardAt;
  private boolean interrupted;

  // Of an item that was answered for the worker: by when it must have let go.
  private long letGoItem;
  private long letGoBy;
  private String letGoReason = "";

  TaskWatch(Worker worker) {
    this.worker = worker;
  }

  /** The worker has written results, or was given a batch when it had nothing to do. */
  void mayHaveMovedOn(Batch batch) {
    timed = batch.terms().areTimed();
    fresh = true;
  }

  /** The item that the worker is at was answered for it; by then it must have let go of it. */
  void mustLetGo(long by, String reason) {
    letGoItem = worker.arrived() + 1;
    letGoBy = by;
    letGoReason = reason;
  }

  /** Tells whether there is anything to watch. */
  boolean isNeeded() {
    return timed || letGoItem != 0;
  }

  /** Does what is due at {@code now}; a worker has {@code grace} nanoseconds to let go. */
  Finding check(long now, long grace) {
    long sleep = EventLoop.Work.NEVER;
    if (timed) {
      Owed current = worker.current();
      if (current != null) {
        sleep = checkItem(current, now, grace);
        if (sleep == 0) {
          return new Finding.Evict("it did not begin a task within the task's time limit");
        }
      }
    }
    if (letGoItem != 0) {
      if (worker.arrived() >= letGoItem) {
        letGoItem = 0;
      } else if (now - letGoBy >= 0) {
        letGoItem = 0;
        return new Finding.Evict(letGoReason);
      } else {
        sleep = Math.min(sleep, letGoBy - now);
      }
    }
    return sleep == EventLoop.Work.NEVER ? NOTHING : new Finding.Wait(sleep);
  }

  /** Returns when to look again, or 0 if the worker never began. */
  private long checkItem(Owed current, long now, long grace) {
    WorkerLink link = worker.requireLink();
    long next = worker.arrived() + 1;
    long started = link.started();
    if (fresh || started > item) {
      // Started further than it has answered: its answers are on their way and it moved on alone.
      fresh = false;
      item = Math.max(next, started);
      since = now;
      heardAt = now;
      heartbeats = link.heartbeats();
      interrupted = false;
    }
    TaskTerms terms = current.batch().terms();
    if (terms.stallNanos() > 0 && link.heartbeats() != heartbeats) {
      heartbeats = link.heartbeats();
      heardAt = now;
    }
    if (item != next) {
      link.lookingAgain();
      return SAMPLE_NANOS;
    }
    if (!current.isNextOpen()) {
      return EventLoop.Work.NEVER;
    }
    long ran = now - since;
    long stalled = now - heardAt;
    boolean over = terms.timeoutNanos() > 0 && ran >= terms.timeoutNanos();
    boolean stall = terms.stallNanos() > 0 && stalled >= terms.stallNanos();
    if (over || stall) {
      if (started < item) {
        return 0;
      }
      fail(current, over ? Limit.TIMEOUT : Limit.STALL, now, grace);
      return EventLoop.Work.NEVER;
    }
    if (terms.softNanos() > 0 && ran >= terms.softNanos() && !interrupted) {
      interrupted = true;
      link.interrupt(item);
    }
    return untilNext(current, terms, ran, stalled);
  }

  private void fail(Owed current, Limit limit, long now, long grace) {
    TaskTerms terms = current.batch().terms();
    long index = current.batch().firstIndex() + item - current.firstOrdinal();
    long nanos = limit == Limit.TIMEOUT ? terms.timeoutNanos() : terms.stallNanos();
    TaskTimeoutException failure =
        new TaskTimeoutException(
            limit, Duration.ofNanos(nanos), terms.label(), index, worker.requireLink().pid());
    worker.requireLink().interrupt(item);
    mustLetGo(now + grace, "a task went on after its time limit and an interrupt");
    var _ = worker.failRunningItem(failure);
  }

  private long untilNext(Owed current, TaskTerms terms, long ran, long stalled) {
    long sleep = EventLoop.Work.NEVER;
    if (terms.timeoutNanos() > 0) {
      sleep = terms.timeoutNanos() - ran;
    }
    if (terms.softNanos() > 0 && !interrupted) {
      sleep = Math.min(sleep, terms.softNanos() - ran);
    }
    if (terms.stallNanos() > 0) {
      sleep = Math.min(sleep, Math.min(terms.stallNanos() - stalled, SAMPLE_NANOS));
    }
    return current.batch().count() == 1 ? sleep : Math.min(sleep, SAMPLE_NANOS);
  }
}
