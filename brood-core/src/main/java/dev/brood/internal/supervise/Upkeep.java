package dev.brood.internal.supervise;

import dev.brood.internal.wire.EventLoop;

/**
 * What falls due in a pool by the clock: limits of tasks, the age, idleness and memory of workers,
 * and the next step towards those that do not end. Of the holder of the turn.
 */
final class Upkeep {

  private static final long NEVER = EventLoop.Work.NEVER;

  private final PoolSettings.WorkerLife life;
  private final Crew crew;
  private final WorkerLifecycle workers;

  Upkeep(PoolSettings.WorkerLife life, Crew crew, WorkerLifecycle workers) {
    this.life = life;
    this.crew = crew;
    this.workers = workers;
  }

  /** Does what is due; returns in how many nanoseconds something else is. */
  long check(long now) {
    long sleep = NEVER;
    var all = crew.all();
    for (int i = all.size() - 1; i >= 0; i--) {
      Worker worker = all.get(i);
      if (worker.endBy != 0) {
        sleep = Math.min(sleep, workers.hasten(worker, now));
      }
      if (worker.watch.isNeeded() && worker.state != Worker.State.RETIRING) {
        sleep = Math.min(sleep, checkTask(worker, now));
      }
      if (life.ageNanos() > 0 && worker.state == Worker.State.READY && !worker.outgoing) {
        sleep = Math.min(sleep, checkAge(worker, now));
      }
    }
    if (life.memory().areLimited()) {
      sleep = Math.min(sleep, checkMemory(now));
    }
    if (life.idleNanos() > 0) {
      sleep = Math.min(sleep, checkIdle(now));
    }
    return sleep;
  }

  private long checkTask(Worker worker, long now) {
    return switch (worker.watch.check(now, life.graceNanos())) {
      case TaskWatch.Finding.Wait(long nanos) -> nanos;
      case TaskWatch.Finding.Evict(String reason, boolean hadBegun) -> {
        workers.evict(worker, reason, hadBegun);
        yield 0;
      }
    };
  }

  private long checkAge(Worker worker, long now) {
    long left = life.ageNanos() - (now - worker.bornAt);
    if (left > 0) {
      return left;
    }
    workers.replace(worker, EndCause.AGE);
    return NEVER;
  }

  private long checkIdle(long now) {
    Worker longest;
    while ((longest = crew.longestIdle()) != null) {
      long left = life.idleNanos() - (now - longest.idleSince);
      if (left > 0) {
        return left;
      }
      workers.dismiss(longest, EndCause.IDLE);
    }
    return NEVER;
  }

  private long checkMemory(long now) {
    var busy = crew.busy();
    for (int i = busy.size() - 1; i >= 0; i--) {
      Worker worker = busy.get(i);
      if (worker.memory.isDue(now) && worker.state == Worker.State.READY) {
        lookAtMemory(worker, now);
      }
    }
    return busy.isEmpty() ? NEVER : MemoryWatch.EVERY_MILLIS * 1_000_000;
  }

  /** A worker has done what it owed, and has nothing to do. */
  void cameToRest(Worker worker, long now) {
    if (life.memory().areLimited()) {
      lookAtMemory(worker, now);
    }
  }

  private void lookAtMemory(Worker worker, long now) {
    long resident = worker.requireLink().residentBytes();
    switch (worker.memory.look(resident, worker.tasks() > 0, life.memory(), now)) {
      case FINE -> {}
      case GROWN -> replace(worker, EndCause.GROWTH);
      case LARGE -> replace(worker, EndCause.MEMORY);
      case KILL -> workers.usesTooMuch(worker, life.memory().failBytes());
    }
  }

  private void replace(Worker worker, EndCause cause) {
    if (!worker.outgoing) {
      workers.replace(worker, cause);
    }
  }
}
