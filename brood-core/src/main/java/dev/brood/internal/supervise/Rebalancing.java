package dev.brood.internal.supervise;

import dev.brood.internal.wire.EventLoop;

/**
 * Takes items back from a worker that has more than one, is at one of them for long, and would have
 * the others wait while somebody else has nothing to do. So much is given ahead only as goes by
 * what such items took until now; this is for when they turn out otherwise.
 *
 * <p>Of the holder of the turn.
 */
final class Rebalancing {

  private static final long NEVER = EventLoop.Work.NEVER;

  /** How long an item takes before those behind it are given to others. */
  static final long PATIENCE_NANOS = 2_000_000;

  /**
   * The same where items have taken next to nothing until now: then it is more likely that the
   * worker has lost its core for a turn of somebody else.
   */
  private static final long PATIENCE_WITH_SHORT_NANOS = 8_000_000;

  /** Items that took less until now are short. */
  private static final long SHORT_NANOS = 50_000;

  private final Crew crew;
  private final TaskQueue waiting;

  Rebalancing(Crew crew, TaskQueue waiting) {
    this.crew = crew;
    this.waiting = waiting;
  }

  /** Takes back what is due at {@code now}; returns in how many nanoseconds to look again. */
  long check(long now) {
    long sleep = NEVER;
    if (waiting.isEmpty()) {
      var busy = crew.busy();
      for (int i = 0; i < busy.size(); i++) {
        Worker worker = busy.get(i);
        if (worker.owes() > 1 && worker.state == Worker.State.READY && !worker.isGivingBack()) {
          sleep = Math.min(sleep, check(worker, now));
        }
      }
    }
    return sleep;
  }

  private long check(Worker worker, long now) {
    if (crew.free() == 0) {
      return NEVER;
    }
    long at = worker.nanosAtItem(now);
    Owed current = worker.current();
    if (current == null) {
      return NEVER;
    }
    long usual = current.batch().clock().nanosPerItem(PATIENCE_NANOS);
    long patience = usual < SHORT_NANOS ? PATIENCE_WITH_SHORT_NANOS : PATIENCE_NANOS;
    if (at < patience) {
      return patience - at;
    }
    if (!worker.runsAnItem()) {
      // It waits for a core, or for what it is to do: nobody else would be quicker.
      return PATIENCE_NANOS;
    }
    current.batch().clock().atLeast(at);
    worker.askBack();
    return NEVER;
  }
}
