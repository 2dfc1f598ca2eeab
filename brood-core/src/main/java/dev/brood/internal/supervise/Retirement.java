package dev.brood.internal.supervise;

import dev.brood.exception.WorkerDeath;
import dev.brood.exception.WorkerDiedException;
import dev.brood.internal.batch.Batch;
import dev.brood.internal.wire.EventLoop;
import java.lang.System.Logger.Level;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How workers end: asked to, then by SIGTERM, then by SIGKILL, each with its time. Who does not end
 * as it is told is logged and, when the pool ends, remembered.
 */
final class Retirement {

  private static final long EXIT_GRACE_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final long TERMINATE_GRACE_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long EVICT_GRACE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private final String pool;
  private final Crew crew;
  private final Employer employer;
  private final Map<Integer, ForcedEnd> forced = new LinkedHashMap<>();
  private @Nullable Batch exitHook;

  Retirement(String pool, Crew crew, Employer employer) {
    this.pool = pool;
    this.crew = crew;
    this.employer = employer;
  }

  /** Sets what a worker runs before it ends in peace. */
  void setExitHook(@Nullable Batch hook) {
    exitHook = hook;
  }

  /** Tells a worker that owes nothing to run the exit hook and end. */
  void retire(Worker worker, long now) {
    Batch hook = exitHook;
    boolean wasOfUse = worker.state == Worker.State.READY;
    worker.state = Worker.State.RETIRING;
    if (hook != null && wasOfUse) {
      crew.beginsToOwe(worker);
      worker.give(hook);
    }
    WorkerLink link = worker.requireLink();
    link.retire();
    link.pump();
    worker.endBy = now + EXIT_GRACE_NANOS;
  }

  /** Returns a batch that a dead worker owed, unless it was for this worker only. */
  void giveBack(Batch batch, TaskQueue waiting, WorkerDeath death) {
    Batch hook = exitHook;
    if (hook != null && batch.isFor(hook.sink())) {
      batch.failFrom(0, new WorkerDiedException(death));
    } else {
      waiting.addFirst(batch);
    }
  }

  /** Ends a worker that is of no use any more before it has come up. */
  void abandon(Worker worker) {
    worker.state = Worker.State.RETIRING;
    WorkerStarter.Start start = worker.start;
    if (start != null) {
      remember(worker, ForcedEnd.Step.STARTING);
      start.abandon();
    }
  }

  /** Ends a worker without asking. */
  void terminate(Worker worker, long now) {
    terminate(worker, now, TERMINATE_GRACE_NANOS);
  }

  /** Ends a worker that keeps others waiting. */
  void evict(Worker worker, long now) {
    terminate(worker, now, EVICT_GRACE_NANOS);
  }

  private static void terminate(Worker worker, long now, long grace) {
    worker.requireLink().terminate();
    worker.terminated = true;
    worker.endBy = now + grace;
  }

  /** Moves a worker that was told to end up the ladder; returns when to look again. */
  long hasten(Worker worker, long now) {
    long left = worker.endBy - now;
    if (left > 0) {
      return left;
    }
    WorkerLink link = worker.requireLink();
    if (worker.terminated) {
      log(worker, "SIGTERM", "killed");
      remember(worker, ForcedEnd.Step.KILLED);
      link.kill();
      worker.endBy = 0;
      return EventLoop.Work.NEVER;
    }
    log(worker, "the order to end", "terminated");
    remember(worker, ForcedEnd.Step.TERMINATED);
    terminate(worker, now, TERMINATE_GRACE_NANOS);
    return TERMINATE_GRACE_NANOS;
  }

  private void remember(Worker worker, ForcedEnd.Step step) {
    if (employer.isShutdown()) {
      forced.put(worker.number, new ForcedEnd(worker.number, worker.pid(), step));
    }
  }

  /** Returns the workers that did not end as they were told when the pool ended. */
  List<ForcedEnd> forced() {
    return List.copyOf(forced.values());
  }

  private void log(Worker worker, String ignored, String now) {
    System.getLogger("dev.brood")
        .log(
            Level.WARNING,
            "pool={0} worker={1} pid={2} ignored {3} and is {4} now",
            pool,
            worker.number,
            Long.toString(worker.requireLink().pid()),
            ignored,
            now);
  }
}
