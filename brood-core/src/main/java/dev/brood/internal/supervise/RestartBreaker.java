package dev.brood.internal.supervise;

import dev.brood.internal.util.Deadline;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Tells when to give up replacing workers: too many could not be started one after another, or too
 * many died within a span of time. Workers that the pool itself ends do not count, nor do those
 * that end after an item that filled their heap. After Erlang's supervisors, which call it maximum
 * restart intensity.
 */
final class RestartBreaker {

  private static final int MAX_FAILED_STARTS = 3;

  private final PoolSettings.MaxDeaths limit;
  private final ArrayDeque<Long> deaths = new ArrayDeque<>();
  private int failedStarts;
  private int killedStarts;

  RestartBreaker(PoolSettings.MaxDeaths limit) {
    this.limit = limit;
  }

  /** A worker was of use. */
  void worked() {
    failedStarts = 0;
    killedStarts = 0;
  }

  /** A worker could not be started, or ended by itself without beginning what it was given. */
  void startFailed() {
    failedStarts++;
  }

  /** A worker was killed from outside before it was of use. */
  void killedAtStart(long now) {
    killedStarts++;
    died(now);
  }

  /** A worker died that should have gone on. */
  void died(long now) {
    deaths.addLast(now);
    while (now - deaths.getFirst() > limit.nanos()) {
      deaths.removeFirst();
    }
  }

  /** Returns why to give up, or null to go on. */
  @Nullable String verdict() {
    if (failedStarts >= MAX_FAILED_STARTS) {
      return "failed starts=" + failedStarts + " in a row";
    }
    // However slowly they die: else a call would wait for ever.
    if (killedStarts > limit.deaths()) {
      return "starts that were ended by a signal=" + killedStarts + " in a row";
    }
    if (deaths.size() > limit.deaths()) {
      return "dead workers="
          + deaths.size()
          + " within "
          + Deadline.text(limit.nanos())
          + "; raise restartLimit if that is expected";
    }
    return null;
  }
}
