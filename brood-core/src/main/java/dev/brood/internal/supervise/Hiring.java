package dev.brood.internal.supervise;

import dev.brood.exception.ProcessStartException;
import dev.brood.exception.WorkerDeath;
import dev.brood.exception.WorkerDiedException;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;

/**
 * Starts workers, as many as are missing, until the pool opens and while it has use for them; and
 * gives the pool up when too many could not be started or died. Of the holder of the turn.
 */
final class Hiring {

  private final PoolSettings settings;
  private final WorkerStarter starter;
  private final LongSupplier clock;
  private final Employer employer;
  private final Crew crew;
  private final PoolCounters counters;
  private final RestartBreaker breaker;
  private final CompletableFuture<Void> opened = new CompletableFuture<>();
  private boolean stopped;
  private int initialized;

  Hiring(
      PoolSettings settings,
      WorkerStarter starter,
      LongSupplier clock,
      Employer employer,
      Crew crew,
      PoolCounters counters) {
    this.settings = settings;
    this.starter = starter;
    this.clock = clock;
    this.employer = employer;
    this.crew = crew;
    this.counters = counters;
    this.breaker = new RestartBreaker(settings.breaker());
    if (!settings.hasUserInitializer()) {
      opened.complete(null);
    }
  }

  /**
   * Completed when the workers that start with the pool are initialized; fails if one cannot be.
   */
  CompletableFuture<Void> opened() {
    return opened;
  }

  /** Starts workers, up to so many more than are starting, within the size of the pool. */
  void start(int wanted, WorkerLifecycle lifecycle) {
    int count = crew.missing(wanted);
    for (int i = 0; i < count && !stopped; i++) {
      Worker worker = crew.hire(settings.life().tasks(), clock.getAsLong(), lifecycle);
      counters.started++;
      try {
        worker.start = starter.start(worker.number, worker);
      } catch (RuntimeException | Error e) {
        worker.onStartFailed(new ProcessStartException("cannot start worker=" + worker.number, e));
      }
    }
  }

  /** Starts those that are missing of the workers that this pool has also when there is no work. */
  void refill(WorkerLifecycle lifecycle) {
    if (employer.isShutdown()) {
      return;
    }
    if (settings.atOnce()) {
      start(crew.size(), lifecycle);
    } else if (!opened.isDone()) {
      // One, which shows whether the initializer works.
      start(1, lifecycle);
    }
  }

  /** Starts no more workers. */
  void stop() {
    stopped = true;
  }

  /** A worker is initialized, or has done what it owed. */
  void worked() {
    breaker.worked();
  }

  /** One more worker is initialized. It counts also when it has gone before the others are. */
  void initialized() {
    if (++initialized >= (settings.atOnce() ? crew.size() : 1)) {
      opened.complete(null);
    }
  }

  /**
   * A worker never came up; tells whether the pool is given up for it.
   *
   * @param killed whether somebody else ended it: that is a death, and says nothing of the next
   *     start
   */
  boolean startFailed(ProcessStartException failure, boolean killed) {
    if (killed) {
      counters.ended(EndCause.DIED);
      breaker.killedAtStart(clock.getAsLong());
    } else {
      counters.ended(EndCause.NOT_STARTED);
      breaker.startFailed();
    }
    return givesUp(failure);
  }

  /** A worker that came up was of no use; the pool may be given up for it. */
  void wasOfNoUse(ProcessStartException failure) {
    breaker.startFailed();
    var _ = givesUp(failure);
  }

  /**
   * A worker died that should have gone on; tells whether the pool is given up for it.
   *
   * @param beganNothing whether it had been given work and never began any of it
   */
  boolean died(WorkerDeath death, boolean beganNothing) {
    counters.ended(EndCause.DIED);
    breaker.died(clock.getAsLong());
    if (beganNothing && death.signal() == 0) {
      // It ended by itself and did not even begin: another would not either.
      breaker.startFailed();
    }
    return givesUp(new WorkerDiedException(death));
  }

  private boolean givesUp(Throwable cause) {
    String verdict = breaker.verdict();
    if (verdict != null) {
      employer.breakDown(verdict, cause);
    }
    return verdict != null;
  }
}
