package dev.brood.internal.supervise;

import dev.brood.exception.TaskTimeoutException;
import dev.brood.exception.TaskTimeoutException.Limit;
import dev.brood.internal.batch.TaskTerms;
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

  /** A worker that has all of a timed item and does not begin it for so long is stuck. */
  private static final long BEGIN_NANOS = 2_000_000_000;

  /** What the watch finds to be done about the worker. */
  sealed interface Finding {

    /** Nothing, for so many nanoseconds or {@link EventLoop.Work#NEVER}. */
    record Wait(long nanos) implements Finding {}

    /** It does not do as it is told; end it, for this reason. */
    record Evict(String reason, boolean hadBegun) implements Finding {}
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
  private boolean beginsLate;
  private long sentSeen = -1;

  // Of items that were answered for the worker: which it is at, by when it must have let go of
  // that.
  private boolean lettingGo;
  private long letGoItem;
  private long letGoBy;
  private String letGoReason = "";

  TaskWatch(Worker worker) {
    this.worker = worker;
  }

  /**
   * The worker has written results, or was given a batch when it had nothing to do.
   *
   * @param toTimed whether what it is at now has limits
   */
  void mayHaveMovedOn(boolean toTimed) {
    timed = toTimed;
    fresh = true;
  }

  /** Items were answered for the worker; it must let go of the one that it is at, or gets to. */
  void mustLetGo(String reason) {
    lettingGo = true;
    letGoReason = reason;
  }

  /** Tells whether there is anything to watch. */
  boolean isNeeded() {
    return timed || lettingGo;
  }

  /** Does what is due at {@code now}; a worker has {@code grace} nanoseconds to let go. */
  Finding check(long now, long grace) {
    long sleep = EventLoop.Work.NEVER;
    if (timed) {
      Owed current = worker.current();
      if (current != null) {
        sleep = checkItem(current, now);
        if (sleep == 0) {
          return new Finding.Evict("it did not begin a task that it was given", false);
        }
      }
    }
    if (lettingGo) {
      sleep = Math.min(sleep, checkLettingGo(now, grace));
      if (sleep == 0) {
        return new Finding.Evict(letGoReason, true);
      }
    }
    return sleep == EventLoop.Work.NEVER ? NOTHING : new Finding.Wait(sleep);
  }

  /** Returns when to look again, or 0 if the worker does not let go. */
  private long checkLettingGo(long now, long grace) {
    if (!worker.owesAnswered()) {
      lettingGo = false;
      return EventLoop.Work.NEVER;
    }
    if (!worker.isLettingGo()) {
      // It is at an item that somebody waits for.
      return EventLoop.Work.NEVER;
    }
    long next = worker.arrived() + 1;
    if (letGoItem != next) {
      letGoItem = next;
      letGoBy = now + grace;
    }
    if (now - letGoBy >= 0) {
      if (worker.requireLink().started() >= next) {
        return 0;
      }
      // Not begun yet; when it gets there it will skip the item, or be interrupted in it.
      letGoBy = now + Math.max(grace, SAMPLE_NANOS);
    }
    return letGoBy - now;
  }

  /** Returns when to look again, or 0 if the worker does not begin. */
  private long checkItem(Owed current, long now) {
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
    } else if (beginsLate && started == item) {
      since = now;
      heardAt = now;
    }
    beginsLate = false;
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
    if (started < item) {
      return untilBegun(current, terms, now);
    }
    if (over || stall) {
      fail(current, over ? Limit.TIMEOUT : Limit.STALL);
      return EventLoop.Work.NEVER;
    }
    if (terms.softNanos() > 0 && ran >= terms.softNanos() && !interrupted) {
      interrupted = true;
      link.interrupt(item);
    }
    return untilNext(current, terms, ran, stalled);
  }

  /** A large argument takes its time, and a worker that is stopped never begins. */
  private long untilBegun(Owed current, TaskTerms terms, long now) {
    long sent = worker.requireLink().bytesOut();
    if (sent != sentSeen) {
      sentSeen = sent;
      since = now;
      heardAt = now;
    }
    long waited = now - since;
    long sleep = untilNext(current, terms, waited, now - heardAt);
    if (sleep <= 0) {
      beginsLate = true;
      sleep = SAMPLE_NANOS;
    }
    return waited >= BEGIN_NANOS ? 0 : Math.min(sleep, BEGIN_NANOS - waited);
  }

  private void fail(Owed current, Limit limit) {
    TaskTerms terms = current.batch().terms();
    long index = current.batch().firstIndex() + item - current.firstOrdinal();
    long nanos = limit == Limit.TIMEOUT ? terms.timeoutNanos() : terms.stallNanos();
    TaskTimeoutException failure =
        new TaskTimeoutException(
            limit, Duration.ofNanos(nanos), terms.label(), index, worker.requireLink().pid());
    worker.requireLink().interrupt(item);
    mustLetGo("a task went on after its time limit and an interrupt");
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
