package dev.brood.progress;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How far a run of tasks has come. Tasks count when they are completed, not when they are begun or
 * when their results are consumed; one that may run again counts when its failure is known to be
 * the last.
 *
 * @param done tasks that have ended for good, failed ones included
 * @param failed how many of these failed
 * @param retried how many times a failed task was run again
 * @param total how many tasks there are, if that is known
 * @param elapsed how long the run takes already
 * @param ended whether the run is over: everything done, or given up
 */
public record Progress(
    long done, long failed, long retried, OptionalLong total, Duration elapsed, boolean ended) {

  /** Returns how many tasks end in a second, on average so far; 0 before the first has ended. */
  public double rate() {
    double seconds = elapsed.toNanos() / 1e9;
    return done == 0 || seconds == 0 ? 0 : done / seconds;
  }

  /** Returns how long the rest will take at this rate, if the total is known and one has ended. */
  public Optional<Duration> timeLeft() {
    double rate = rate();
    if (total.isEmpty() || rate == 0) {
      return Optional.empty();
    }
    long left = Math.max(0, total.getAsLong() - done);
    return Optional.of(Duration.ofNanos((long) (left / rate * 1e9)));
  }
}
