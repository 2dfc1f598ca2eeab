package dev.brood.internal.supervise;

import dev.brood.exception.BrokenPoolException;
import dev.brood.exception.NotReceivableException;
import dev.brood.exception.ProcessStartException;
import dev.brood.exception.ProtocolException;
import dev.brood.exception.WorkerDeath;
import dev.brood.exception.WorkerDiedException;
import dev.brood.internal.util.Patience;
import dev.brood.internal.wire.EventLoop;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The state of a pool and the steps that move it on.
 *
 * <ol>
 *   <li>The state belongs to the holder of the turn. Everybody else leaves a command in the inbox.
 *   <li>Who leaves a command tries to take the turn and does the work itself; if it cannot have the
 *       turn, its holder looks into the inbox again after giving it back.
 *   <li>A worker that owes something either has been told to ring the bell, which wakes the pool's
 *       own thread, or is looked at by a thread that waits for results ({@link #look}).
 *   <li>An item is owed by one worker at a time, answered once, and blamed for a death only if the
 *       worker had begun it.
 * </ol>
 */
final class PoolSupervisor implements EventLoop.Work {

  private final PoolSettings settings;
  private final WorkerStarter starter;
  private final LongSupplier clock;
  private final Turn turn = new Turn();
  private final ConcurrentLinkedQueue<Runnable> inbox = new ConcurrentLinkedQueue<>();
  private final Completions completions;
  private final CompletableFuture<Void> terminated = new CompletableFuture<>();
  private final CompletableFuture<Void> initialized = new CompletableFuture<>();
  private final AtomicInteger holds = new AtomicInteger();
  private final Crew crew;
  private final PoolCounters counters = new PoolCounters();
  private volatile @Nullable EventLoop loop;
  private volatile boolean looking;
  private volatile boolean shutdown;
  private volatile @Nullable BrokenPoolException broken;

  // All below: of the holder of the turn.
  private final TaskQueue waiting = new TaskQueue();
  private final RestartBreaker breaker;
  private final Retirement retirement;
  private @Nullable Batch initializer;
  private boolean progressed;
  private long loopWakesAt = Long.MAX_VALUE;
  private boolean stopped;
  private boolean settling;

  PoolSupervisor(PoolSettings settings, WorkerStarter starter, LongSupplier clock) {
    this.settings = settings;
    this.starter = starter;
    this.clock = clock;
    this.crew = new Crew(settings.workers());
    this.breaker = new RestartBreaker(settings.breaker());
    this.retirement = new Retirement(settings.name(), crew);
    this.completions = new Completions(settings.name() + "-completion");
  }

  /**
   * Begins to run; {@code loop} calls {@link #step()} from now on.
   *
   * @param first what each worker runs first, or null
   * @param last what each worker runs last, or null
   */
  void begin(@Nullable EventLoop loop, @Nullable Batch first, @Nullable Batch last) {
    this.loop = loop;
    this.initializer = first;
    retirement.setExitHook(last);
    if (settings.atOnce()) {
      enqueue(() -> startWorkers(settings.workers()));
    }
    if (first == null || !settings.atOnce()) {
      initialized.complete(null);
    }
  }

  Completions completions() {
    return completions;
  }

  PoolCounters counters() {
    return counters;
  }

  /**
   * Completed when the workers that start with the pool are initialized; fails if one cannot be.
   */
  CompletableFuture<Void> initialized() {
    return initialized;
  }

  CompletableFuture<Void> terminated() {
    return terminated;
  }

  boolean isShutdown() {
    return shutdown;
  }

  int size() {
    return crew.size();
  }

  // --- Commands, from any thread ---

  void submit(Batch batch) {
    BrokenPoolException cause = broken;
    if (cause != null) {
      throw new BrokenPoolException("pool=" + settings.name() + " is broken", cause);
    }
    if (shutdown && holds.get() == 0) {
      throw rejected();
    }
    enqueue(() -> accept(batch, 0));
  }

  /** Runs items again, after so many nanoseconds. */
  void resubmit(Batch batch, long delay) {
    enqueue(() -> accept(batch, delay));
  }

  TaskEngine.Hold hold() {
    holds.incrementAndGet();
    if (shutdown) {
      release();
      throw rejected();
    }
    return this::release;
  }

  private void release() {
    if (holds.decrementAndGet() == 0 && shutdown) {
      enqueue(() -> {});
    }
  }

  private RejectedExecutionException rejected() {
    return new RejectedExecutionException("pool=" + settings.name() + " is shut down");
  }

  private void accept(Batch batch, long delay) {
    if (broken != null) {
      batch.failFrom(0, broken);
    } else if (stopped || terminated.isDone()) {
      batch.failFrom(0, new CancellationException("pool=" + settings.name() + " was shut down"));
    } else {
      long now = clock.getAsLong();
      batch.submittedAt(now);
      counters.submitted += batch.count();
      if (delay > 0) {
        waiting.addAt(batch, now + delay);
      } else {
        waiting.add(batch);
      }
    }
  }

  void withdraw(ResultSink sink) {
    enqueue(() -> failWaiting(sink, new CancellationException("withdrawn before it began")));
  }

  /** Takes back all items of a sink, also those that run. */
  void cancel(ResultSink sink) {
    enqueue(() -> {
      CancellationException cause = new CancellationException("cancelled");
      failWaiting(sink, cause);
      for (Worker worker : crew.busy()) {
        worker.callOff(sink, cause);
      }
    });
  }

  private void failWaiting(ResultSink sink, CancellationException cause) {
    for (Batch batch : waiting.removeAll(sink)) {
      batch.failFrom(0, cause);
    }
  }

  void forget(TaskFunction function) {
    enqueue(() -> {
      for (Worker worker : crew.all()) {
        if (worker.state == Worker.State.READY || worker.state == Worker.State.INITIALIZING) {
          worker.requireLink().forget(function);
        }
      }
    });
  }

  void resize(int workers) {
    enqueue(() -> {
      crew.resize(workers);
      for (Worker worker : crew.surplus()) {
        dismiss(worker);
      }
      refill();
    });
  }

  void shutdown() {
    shutdown = true;
    enqueue(() -> {});
  }

  void shutdownNow() {
    shutdown = true;
    enqueue(() -> stopAll(new CancellationException("pool=" + settings.name() + " was shut down")));
  }

  /** Calls {@code reader} with the state, in the turn; it must be quick. */
  void read(Consumer<StateView> reader) {
    enqueue(() -> reader.accept(new StateView(crew.all(), waiting, counters, clock.getAsLong())));
  }

  /** The state as a reader in the turn sees it. */
  record StateView(List<Worker> workers, TaskQueue waiting, PoolCounters counters, long now) {}

  void enqueue(Runnable command) {
    inbox.add(command);
    runInbox();
  }

  private void runInbox() {
    while (!inbox.isEmpty() && turn.tryTake()) {
      try {
        advance();
      } finally {
        turn.giveBack();
      }
    }
  }

  void wakeup() {
    EventLoop current = loop;
    if (current != null) {
      current.wakeup();
    }
  }

  // --- Steps ---

  /** The pool's own thread: does what is due and says how long it may sleep. */
  @Override
  public long step() {
    long sleep;
    do {
      turn.take();
      try {
        sleep = advance();
      } finally {
        turn.giveBack();
      }
    } while (!inbox.isEmpty());
    return sleep;
  }

  /**
   * Helps the pool along while the calling thread waits, as long as something moves or has a chance
   * to move soon. One thread at a time; for the others, and where looking does not help, returns at
   * once.
   */
  void look(TaskEngine.Awaited done) {
    if (looking) {
      return;
    }
    if (!claimLook()) {
      // What came into the inbox while this thread had the turn is this thread's to do.
      runInbox();
      return;
    }
    try {
      Patience patience = new Patience();
      while (!done.isHere() && !Thread.currentThread().isInterrupted()) {
        if (tryAdvance()) {
          patience.renew();
        } else if (!patience.lastsAMoment()) {
          break;
        }
      }
    } finally {
      looking = false;
      step();
    }
  }

  private boolean claimLook() {
    if (!turn.tryTake()) {
      return false;
    }
    try {
      if (looking) {
        return false;
      }
      for (Worker worker : crew.busy()) {
        if (!worker.requireLink().worthLooking()) {
          return false;
        }
        worker.requireLink().lookingAgain();
      }
      looking = true;
      return true;
    } finally {
      turn.giveBack();
    }
  }

  private boolean tryAdvance() {
    if (!turn.tryTake()) {
      return false;
    }
    boolean moved;
    try {
      advance();
      moved = progressed;
    } finally {
      turn.giveBack();
    }
    return moved || !inbox.isEmpty();
  }

  /** One step, by the holder of the turn. Returns how long the pool's own thread may sleep. */
  private long advance() {
    progressed = false;
    long released = NEVER;
    try {
      boolean again;
      do {
        runCommands();
        if (waiting.hasDelayed()) {
          released = waiting.release(clock.getAsLong(), NEVER);
        }
        drainAndPump();
        dispatch();
        again = !looking && listen();
      } while (again);
      endIfDone();
    } catch (RuntimeException | Error e) {
      // A bug of ours, or no memory for the books. Nobody shall wait for what nobody will do.
      breakDown("the supervisor failed", e);
      endIfDone();
    }
    return sleepUntil(released);
  }

  /** Has all workers that owe something ring the bell; returns true if there is work already. */
  private boolean listen() {
    boolean again = false;
    List<Worker> busy = crew.busy();
    for (int i = 0; i < busy.size(); i++) {
      again |= !busy.get(i).isDeaf() && busy.get(i).requireLink().sleepUntilBell();
    }
    return again;
  }

  private void runCommands() {
    Runnable command;
    while ((command = inbox.poll()) != null) {
      command.run();
      progressed = true;
    }
  }

  private void drainAndPump() {
    List<Worker> busy = crew.busy();
    for (int i = busy.size() - 1; i >= 0; i--) {
      Worker worker = busy.get(i);
      progressed |= drain(worker);
      worker.requireLink().pump();
    }
  }

  private boolean drain(Worker worker) {
    if (worker.isDeaf()) {
      return false;
    }
    WorkerLink link = worker.requireLink();
    try {
      return link.drain(worker);
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

  /** Ends a worker that is beyond help; it is given nothing more. */
  private void kill(Worker worker) {
    worker.tasksLeft = 0;
    crew.isIdleNoMore(worker);
    worker.requireLink().kill();
  }

  private void dispatch() {
    while (!waiting.isEmpty()) {
      Worker worker = crew.take();
      if (worker == null) {
        break;
      }
      Batch batch = waiting.remove();
      if (batch.count() > worker.tasksLeft) {
        waiting.addFirst(batch.from(worker.tasksLeft));
        batch = batch.upTo(worker.tasksLeft);
      }
      counters.waited(batch, clock.getAsLong());
      worker.give(batch);
      progressed = true;
      if (worker.tasksLeft == 0) {
        counters.recycled += worker.outgoing ? 0 : 1;
        refill();
      }
    }
    if (!waiting.isEmpty()) {
      startWorkers(waiting.size());
    }
  }

  /** Starts workers, up to so many more than are starting, within the size of the pool. */
  private void startWorkers(int wanted) {
    int count = crew.missing(wanted);
    for (int i = 0; i < count && broken == null && !stopped; i++) {
      Worker worker = crew.hire(settings.life().tasks(), clock.getAsLong(), this);
      counters.started++;
      try {
        starter.start(worker.number, worker);
      } catch (RuntimeException | Error e) {
        worker.onStartFailed(new ProcessStartException("cannot start worker=" + worker.number, e));
      }
    }
  }

  /** Starts what is missing, if this pool keeps all its workers. */
  private void refill() {
    if (settings.atOnce() && !shutdown) {
      startWorkers(crew.size());
    }
  }

  // --- News of workers ---

  void joined(Worker worker, WorkerLink link) {
    worker.link = link;
    Batch first = initializer;
    if (worker.state == Worker.State.RETIRING) {
      link.kill();
    } else if (first != null) {
      worker.state = Worker.State.INITIALIZING;
      worker.tasksLeft += first.count();
      crew.beginsToOwe(worker);
      worker.give(first);
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

  /** Has a worker take no more work and end when it has done what it owes. */
  private void dismiss(Worker worker) {
    worker.tasksLeft = 0;
    if (worker.state == Worker.State.STARTING) {
      worker.state = Worker.State.RETIRING;
    } else if (worker.state == Worker.State.READY && worker.owesNothing()) {
      crew.isIdleNoMore(worker);
      retire(worker);
    }
  }

  /** The worker owes nothing any more. */
  void caughtUp(Worker worker) {
    breaker.worked();
    crew.owesNothing(worker);
    if (worker.state == Worker.State.RETIRING) {
      return;
    }
    if (worker.initializerFailed) {
      retire(worker);
    } else if (worker.state == Worker.State.INITIALIZING) {
      becameReady(worker);
      if (crew.ready() >= crew.size()) {
        initialized.complete(null);
      }
    } else if (worker.tasksLeft == 0) {
      retire(worker);
    } else {
      crew.becomesIdle(worker, clock.getAsLong());
      if (settings.life().memory().areLimited()) {
        lookAtMemory(worker, clock.getAsLong());
      }
    }
  }

  /** The initializer threw in some worker; the pool is of no use. */
  void initializerFailed(Throwable cause) {
    enqueue(() -> {
      if (!stopped) {
        breakDown("the initializer failed", cause);
      }
    });
  }

  void startFailed(Worker worker, ProcessStartException failure) {
    crew.remove(worker);
    breaker.startFailed();
    if (!givesUp(failure)) {
      refill();
    }
  }

  private boolean givesUp(Throwable cause) {
    String verdict = breaker.verdict();
    if (verdict != null) {
      breakDown(verdict, cause);
    }
    return verdict != null;
  }

  void died(Worker worker, WorkerDeath facts) {
    WorkerLink link = worker.requireLink();
    link.ended();
    while (drain(worker)) {
      progressed = true;
    }
    WorkerDeath death = worker.endedFor == null ? facts : facts.because(worker.endedFor);
    boolean initializing = worker.state == Worker.State.INITIALIZING;
    boolean ready = worker.state == Worker.State.READY;
    boolean began = worker.runsAnItem();
    boolean owed = !worker.owesNothing();
    if (began && ready) {
      // One that was evicted may have gone on to an item that is not to blame.
      var _ = worker.blame(death);
    }
    List<Batch> unstarted = worker.takeOwed();
    crew.remove(worker);
    counters.closed(link);
    link.close();
    if (initializing) {
      counters.died++;
      breakDown("a worker died in the initializer", new WorkerDiedException(death));
      return;
    }
    for (Batch batch : unstarted.reversed()) {
      retirement.giveBack(batch, waiting, death);
    }
    if (!ready) {
      // Whoever ended it has seen to its successor.
      return;
    }
    if (!worker.isDeaf() && worker.endedFor == null) {
      counters.died++;
      breaker.died(clock.getAsLong());
      if (!began && owed && worker.arrived() == 0 && death.signal() == 0) {
        // It was given work, ended by itself and did not even begin: another would not either.
        breaker.startFailed();
      }
      if (givesUp(new WorkerDiedException(death))) {
        return;
      }
    }
    refill();
  }

  // --- Endings ---

  private void breakDown(String reason, Throwable cause) {
    if (broken != null) {
      return;
    }
    BrokenPoolException failure =
        new BrokenPoolException("pool=" + settings.name() + " is broken: " + reason, cause);
    broken = failure;
    shutdown = true;
    initialized.completeExceptionally(cause);
    stopAll(failure);
  }

  private void stopAll(Throwable cause) {
    stopped = true;
    for (Batch batch : waiting.removeAll()) {
      batch.failFrom(0, cause);
    }
    for (Worker worker : List.copyOf(crew.all())) {
      worker.abandon(cause);
      crew.isIdleNoMore(worker);
      crew.owesNothing(worker);
      worker.state = Worker.State.RETIRING;
      if (worker.link != null) {
        retirement.terminate(worker, clock.getAsLong());
      }
    }
  }

  private void retire(Worker worker) {
    retirement.retire(worker, clock.getAsLong());
  }

  /** Ends a worker that does not do as it is told; what it had not begun goes to others. */
  private void evict(Worker worker, String reason) {
    counters.evicted++;
    worker.endedFor = reason;
    worker.state = Worker.State.RETIRING;
    retirement.evict(worker, clock.getAsLong());
    refill();
  }

  private void endIfDone() {
    if (!shutdown || terminated.isDone() || (!stopped && holds.get() > 0)) {
      return;
    }
    if (waiting.isEmpty() && !waiting.hasDelayed()) {
      Worker worker;
      while ((worker = crew.longestIdle()) != null) {
        crew.isIdleNoMore(worker);
        retire(worker);
      }
      for (Worker each : crew.all()) {
        if (each.state == Worker.State.STARTING) {
          each.state = Worker.State.RETIRING;
        }
      }
      settling = crew.isEmpty() && !completions.isSettled(clock.getAsLong());
      if (crew.isEmpty() && !settling) {
        end();
      }
    }
  }

  private void end() {
    starter.close();
    EventLoop current = loop;
    if (current != null) {
      current.stop();
    }
    initialized.completeExceptionally(
        new CancellationException("pool=" + settings.name() + " was shut down"));
    terminated.complete(null);
  }

  // --- Times ---

  private long sleepUntil(long released) {
    long now = clock.getAsLong();
    long sleep = Math.min(released, completions.check(now));
    if (settling) {
      // Nobody will say when the last completions are done.
      sleep = Math.min(sleep, Completions.PATIENCE_NANOS);
    }
    PoolSettings.WorkerLife life = settings.life();
    List<Worker> workers = crew.all();
    for (int i = workers.size() - 1; i >= 0; i--) {
      Worker worker = workers.get(i);
      if (worker.endBy != 0) {
        sleep = Math.min(sleep, retirement.hasten(worker, now));
      }
      if (worker.watch.isNeeded() && worker.state != Worker.State.RETIRING) {
        sleep = Math.min(sleep, checkTask(worker, now));
      }
      if (life.ageNanos() > 0 && worker.state == Worker.State.READY && !worker.outgoing) {
        sleep = Math.min(sleep, checkAge(worker, now, life.ageNanos()));
      }
    }
    if (life.memory().areLimited()) {
      sleep = Math.min(sleep, checkMemory(now));
    }
    if (life.idleNanos() > 0) {
      sleep = Math.min(sleep, checkIdle(now, life.idleNanos()));
    }
    return wakeLoop(sleep, now);
  }

  /** Makes sure that the pool's own thread wakes in time. */
  private long wakeLoop(long sleep, long now) {
    EventLoop current = loop;
    if (current != null && !current.isLoopThread()) {
      boolean wakesInTime = loopWakesAt != Long.MAX_VALUE && sleep >= loopWakesAt - now;
      if (sleep == NEVER || wakesInTime) {
        return sleep;
      }
      current.wakeup();
    }
    loopWakesAt = sleep == NEVER ? Long.MAX_VALUE : now + sleep;
    return sleep;
  }

  private long checkTask(Worker worker, long now) {
    return switch (worker.watch.check(now, settings.life().graceNanos())) {
      case TaskWatch.Finding.Wait(long nanos) -> nanos;
      case TaskWatch.Finding.Evict(String reason, boolean hadBegun) -> {
        evict(worker, reason);
        if (!hadBegun) {
          breaker.startFailed();
          var _ =
              givesUp(new ProcessStartException("worker=" + worker.number + ": " + reason, null));
        }
        yield 0;
      }
    };
  }

  private long checkAge(Worker worker, long now, long maxAge) {
    long left = maxAge - (now - worker.bornAt);
    if (left > 0) {
      return left;
    }
    replace(worker);
    return NEVER;
  }

  /** Has another worker take the place of this one, which goes on until then. */
  private void replace(Worker worker) {
    if (shutdown) {
      return;
    }
    counters.recycled++;
    worker.outgoing = true;
    if (settings.atOnce() || !worker.owesNothing()) {
      startWorkers(crew.starting() + 1);
    } else {
      dismiss(worker);
    }
  }

  private long checkMemory(long now) {
    List<Worker> busy = crew.busy();
    for (int i = busy.size() - 1; i >= 0; i--) {
      Worker worker = busy.get(i);
      if (worker.memory.isDue(now) && worker.state == Worker.State.READY) {
        lookAtMemory(worker, now);
      }
    }
    return busy.isEmpty() ? NEVER : MemoryWatch.EVERY_MILLIS * 1_000_000;
  }

  private void lookAtMemory(Worker worker, long now) {
    WorkerLink link = worker.requireLink();
    MemoryTerms terms = settings.life().memory();
    switch (worker.memory.look(link.residentBytes(), worker.arrived() > 0, terms, now)) {
      case FINE -> {}
      case RECYCLE -> {
        if (!worker.outgoing) {
          replace(worker);
        }
      }
      case KILL -> {
        if (worker.owesNothing()) {
          // Its task has come through; the next one shall not be killed for it.
          counters.recycled++;
          dismiss(worker);
          refill();
          return;
        }
        counters.recycled += worker.endedFor == null ? 1 : 0;
        worker.endedFor =
            "killed by its pool: resident memory="
                + worker.memory.residentBytes()
                + " bytes is above the limit="
                + terms.failBytes();
        kill(worker);
      }
    }
  }

  private long checkIdle(long now, long idleNanos) {
    Worker longest;
    while ((longest = crew.longestIdle()) != null) {
      long left = idleNanos - (now - longest.idleSince);
      if (left > 0) {
        return left;
      }
      crew.isIdleNoMore(longest);
      retire(longest);
    }
    return NEVER;
  }
}
