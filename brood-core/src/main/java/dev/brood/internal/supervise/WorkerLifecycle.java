package dev.brood.internal.supervise;

import dev.brood.exception.NotReceivableException;
import dev.brood.exception.ProcessStartException;
import dev.brood.exception.ProtocolException;
import dev.brood.exception.WorkerDeath;
import dev.brood.exception.WorkerDiedException;
import dev.brood.internal.batch.Batch;
import dev.brood.internal.wire.ExitCodes;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The lives of a pool's workers: they are started, join, run the initializer, become ready, are
 * replaced, told to go or killed, and die, asked to or not. Of the holder of the turn.
 *
 * <p>An item is owed by one worker at a time, answered once, and blamed for a death only if the
 * worker had begun it.
 */
final class WorkerLifecycle {

  private final PoolSettings settings;
  private final LongSupplier clock;
  private final Employer employer;
  private final Crew crew;
  private final TaskQueue waiting;
  private final PoolCounters counters;
  private final Hiring hiring;
  private final Retirement retirement;
  private @Nullable Batch initializer;

  WorkerLifecycle(
      PoolSettings settings,
      Hiring hiring,
      LongSupplier clock,
      Employer employer,
      Crew crew,
      TaskQueue waiting,
      PoolCounters counters) {
    this.settings = settings;
    this.clock = clock;
    this.employer = employer;
    this.crew = crew;
    this.waiting = waiting;
    this.counters = counters;
    this.hiring = hiring;
    this.retirement = new Retirement(settings.name(), crew, employer);
  }

  /** Says what each worker runs first and last; before the first is started. */
  void begin(@Nullable Batch first, @Nullable Batch last) {
    initializer = first;
    retirement.setExitHook(last);
  }

  /**
   * Completed when the workers that start with the pool are initialized; fails if one cannot be.
   */
  CompletableFuture<Void> initialized() {
    return hiring.opened();
  }

  PoolCounters counters() {
    return counters;
  }

  Employer employer() {
    return employer;
  }

  // --- Beginnings ---

  /** Starts workers, up to so many more than are starting, within the size of the pool. */
  void start(int wanted) {
    hiring.start(wanted, this);
  }

  /** Starts those that are missing of the workers that this pool has also when there is no work. */
  void refill() {
    hiring.refill(this);
  }

  /**
   * A worker never came up.
   *
   * @param killed whether somebody else ended it: that is a death, and says nothing of the next
   *     start
   */
  void startFailed(Worker worker, ProcessStartException failure, boolean killed) {
    boolean abandoned = worker.state == Worker.State.RETIRING;
    crew.remove(worker);
    if (!abandoned && !hiring.startFailed(failure, killed)) {
      refill();
    }
  }

  void joined(Worker worker, WorkerLink link) {
    worker.link = link;
    long heapLimit = settings.life().memory().heapBytes();
    if (heapLimit > 0) {
      link.limitHeap(heapLimit);
    }
    Batch first = initializer;
    if (worker.state == Worker.State.RETIRING) {
      link.kill();
    } else if (first != null) {
      worker.state = Worker.State.INITIALIZING;
      worker.tasksLeft += first.count();
      crew.beginsToOwe(worker);
      worker.give(first);
      link.pump();
    } else {
      becameReady(worker);
    }
  }

  private void becameReady(Worker worker) {
    worker.state = Worker.State.READY;
    if (worker.tasksLeft == 0) {
      retire(worker);
      return;
    }
    crew.becomesIdle(worker, clock.getAsLong());
    Worker replaced = crew.outgoing();
    if (replaced != null) {
      dismiss(replaced);
    }
  }

  // --- Work ---

  /** Takes in what the worker has written; tells whether there was anything. */
  boolean drain(Worker worker) {
    if (worker.isDeaf()) {
      return false;
    }
    try {
      return worker.requireLink().drain(worker);
    } catch (OutOfMemoryError e) {
      worker.failArrivingItem(
          new NotReceivableException("the result is too large for the heap of this JVM", e));
    } catch (ProtocolException | IllegalStateException e) {
      System.getLogger("dev.brood").log(Level.ERROR, "worker=" + worker.number + " is broken", e);
      worker.failArrivingItem(new NotReceivableException("the worker broke the protocol", e));
    }
    kill(worker);
    return true;
  }

  /** Has items that a worker gave back wait for another, before all others. */
  void takenBack(List<Batch> batches) {
    int hands = crew.free() + 1;
    for (Batch batch : batches.reversed()) {
      // In pieces, so that each who is free has one.
      int piece = Math.ceilDiv(batch.count(), hands);
      for (int end = batch.count(); end > 0; ) {
        int start = (end - 1) / piece * piece;
        waiting.addFirst(batch.upTo(end).from(start));
        end = start;
      }
    }
  }

  /** The worker was given the last item that it may be given. */
  void gaveLast(Worker worker) {
    if (!worker.outgoing) {
      counters.ended(EndCause.TASKS);
    }
    refill();
  }

  /** The worker owes nothing any more. */
  void caughtUp(Worker worker) {
    hiring.worked();
    crew.owesNothing(worker);
    if (worker.state == Worker.State.RETIRING) {
      return;
    }
    if (worker.initializerFailed) {
      retire(worker);
    } else if (worker.state == Worker.State.INITIALIZING) {
      becameReady(worker);
      hiring.initialized();
    } else if (worker.tasksLeft == 0) {
      retire(worker);
    } else {
      crew.becomesIdle(worker, clock.getAsLong());
      employer.cameToRest(worker);
    }
  }

  // --- Ends that the pool wants ---

  /** Has another worker take the place of this one, which goes on until then. */
  void replace(Worker worker, EndCause cause) {
    if (employer.isShutdown()) {
      return;
    }
    counters.ended(cause);
    worker.outgoing = true;
    if (settings.atOnce() || !worker.owesNothing()) {
      start(crew.starting() + 1);
    } else {
      dismiss(worker);
    }
  }

  /** Has a worker go that is not needed. */
  void dismiss(Worker worker, EndCause cause) {
    counters.ended(cause);
    dismiss(worker);
  }

  /** Has a worker take no more work and end when it has done what it owes. */
  private void dismiss(Worker worker) {
    worker.tasksLeft = 0;
    if (worker.state == Worker.State.STARTING) {
      retirement.abandon(worker);
    } else if (worker.state == Worker.State.READY && worker.owesNothing()) {
      crew.isIdleNoMore(worker);
      retire(worker);
    }
  }

  /** Tells a worker that owes nothing to end. */
  void retire(Worker worker) {
    retirement.retire(worker, clock.getAsLong());
  }

  /** Moves a worker that was told to end up the ladder; returns when to look again. */
  long hasten(Worker worker, long now) {
    return retirement.hasten(worker, now);
  }

  /** Ends a worker that does not do as it is told; what it had not begun goes to others. */
  void evict(Worker worker, String reason, boolean hadBegun) {
    counters.ended(EndCause.EVICTED);
    worker.endedFor = reason;
    worker.state = Worker.State.RETIRING;
    retirement.evict(worker, clock.getAsLong());
    refill();
    if (!hadBegun) {
      hiring.wasOfNoUse(new ProcessStartException("worker=" + worker.number + ": " + reason, null));
    }
  }

  /** Ends a worker that uses more memory than the limit, in bytes. */
  void usesTooMuch(Worker worker, long limit) {
    if (worker.owesNothing()) {
      // Its task has come through; the next one shall not be killed for it.
      dismiss(worker, EndCause.MEMORY);
      refill();
      return;
    }
    if (worker.endedFor == null) {
      counters.ended(EndCause.MEMORY);
    }
    worker.endedFor =
        "killed by its pool: resident memory="
            + worker.memory.residentBytes()
            + " bytes is above the limit="
            + limit;
    kill(worker);
  }

  /** Ends a worker that is beyond help; it is given nothing more. */
  void kill(Worker worker) {
    worker.tasksLeft = 0;
    crew.isIdleNoMore(worker);
    worker.requireLink().kill();
  }

  /** Lets all workers go that have nothing to do; nothing is left to do for those that start. */
  void retireIdle() {
    Worker worker;
    while ((worker = crew.longestIdle()) != null) {
      crew.isIdleNoMore(worker);
      retire(worker);
    }
    for (Worker each : crew.all()) {
      if (each.state == Worker.State.STARTING) {
        retirement.abandon(each);
      }
    }
  }

  /** Ends all workers at once; what they owe fails. */
  void stop(Throwable cause) {
    hiring.stop();
    for (Worker worker : List.copyOf(crew.all())) {
      worker.abandon(cause);
      crew.isIdleNoMore(worker);
      crew.owesNothing(worker);
      if (worker.link == null) {
        retirement.abandon(worker);
      } else {
        worker.state = Worker.State.RETIRING;
        retirement.terminate(worker, clock.getAsLong());
      }
    }
  }

  /** Returns the workers that did not end as they were told when the pool ended. */
  List<ForcedEnd> forced() {
    return retirement.forced();
  }

  // --- Deaths ---

  void died(Worker worker, WorkerDeath facts) {
    WorkerLink link = worker.requireLink();
    link.ended();
    while (drain(worker)) {
      // There is more than one drain takes.
    }
    WorkerDeath death = worker.endedFor == null ? facts : facts.because(worker.endedFor);
    // What an initializer has thrown is on its way to break the pool.
    boolean initializing = worker.state == Worker.State.INITIALIZING && !worker.initializerFailed;
    boolean ready = worker.state == Worker.State.READY;
    boolean began = worker.runsAnItem();
    boolean owed = !worker.owesNothing();
    if (began && ready) {
      // One that was evicted may have gone on to an item that is not to blame.
      var _ = worker.blame(death);
    }
    List<Batch> unstarted = worker.takeOwed();
    crew.remove(worker);
    if (ready || initializing || worker.endedFor != null) {
      counters.remember(death);
    }
    counters.closed(link);
    link.close();
    if (initializing && settings.hasUserInitializer()) {
      counters.ended(EndCause.DIED);
      employer.breakDown("a worker died in the initializer", new WorkerDiedException(death));
      return;
    }
    boolean beganNothing = owed && !began;
    boolean tooLarge = beganNothing && ready && death.exitCode() == ExitCodes.FUNCTION_TOO_LARGE;
    if (tooLarge && !unstarted.isEmpty()) {
      refuseFunction(unstarted.removeFirst(), death);
      beganNothing = false;
    }
    if (initializing) {
      // Each worker gets its own.
      unstarted.clear();
    }
    for (Batch batch : unstarted.reversed()) {
      retirement.giveBack(batch, waiting, death);
    }
    if (ready && owed && death.exitCode() == ExitCodes.OUT_OF_MEMORY) {
      // It ended itself after an item that filled its heap, and that item has failed.
      counters.ended(EndCause.MEMORY);
      refill();
      return;
    }
    // Whoever ended one that is retiring has seen to its successor.
    if (ready || initializing) {
      boolean expected = worker.isDeaf() || worker.endedFor != null;
      if (expected || !hiring.died(death, beganNothing && worker.arrived() == 0)) {
        refill();
      }
    }
  }

  /** What a worker reads before the items of a batch is their function; no other has more room. */
  private void refuseFunction(Batch batch, WorkerDeath death) {
    Throwable cause =
        new NotReceivableException(
            "the function, with what it captures, is too large for the worker's heap",
            new WorkerDiedException(death));
    batch.refuseFunction(cause);
    batch.failFrom(0, cause);
    waiting.fail(batch.sink(), cause);
  }
}
