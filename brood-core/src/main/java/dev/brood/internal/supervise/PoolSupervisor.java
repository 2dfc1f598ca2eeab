package dev.brood.internal.supervise;

import dev.brood.exception.BrokenPoolException;
import dev.brood.exception.NotReceivableException;
import dev.brood.exception.ProcessStartException;
import dev.brood.exception.ProtocolException;
import dev.brood.exception.WorkerDeath;
import dev.brood.exception.WorkerDiedException;
import dev.brood.internal.codec.ByteSink;
import dev.brood.internal.util.Patience;
import dev.brood.internal.wire.EventLoop;
import dev.brood.internal.wire.Parcel;
import dev.brood.internal.wire.ParcelWriter;
import dev.brood.internal.wire.RecordType;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The state of a pool of child JVMs and the steps that move it on.
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

  /** What a worker may owe before it gets no more: enough to bridge the way to it and back. */
  private static final long PREFETCH_NANOS = 1_000_000;

  private static final int MAX_PREFETCHED = 4096;

  private static final long EXIT_GRACE_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final long TERMINATE_GRACE_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final int MAX_FAILED_STARTS = 3;

  private static final Parcel EXIT = exitOrder();

  private final PoolSettings settings;
  private final WorkerStarter starter;
  private final @Nullable EncodedBatch initializer;
  private final Turn turn = new Turn();
  private final ConcurrentLinkedQueue<Runnable> inbox = new ConcurrentLinkedQueue<>();
  private final Completions completions;
  private final CompletableFuture<Void> terminated = new CompletableFuture<>();
  private final CompletableFuture<Void> initialized = new CompletableFuture<>();
  private final AtomicInteger holds = new AtomicInteger();
  private volatile @Nullable EventLoop loop;
  private volatile boolean looking;

  // All below: of the holder of the turn.
  private final ArrayDeque<EncodedBatch> waiting = new ArrayDeque<>();
  private final List<Worker> workers = new ArrayList<>();
  private final ArrayDeque<Worker> idle = new ArrayDeque<>();
  private final List<Worker> busy = new ArrayList<>();
  private int lastNumber;
  private int failedStarts;
  private boolean progressed;
  private long loopWakesAt = Long.MAX_VALUE;
  private boolean stopped;
  private volatile boolean shutdown;
  private volatile @Nullable BrokenPoolException broken;

  PoolSupervisor(PoolSettings settings, WorkerStarter starter, @Nullable EncodedBatch initializer) {
    this.settings = settings;
    this.starter = starter;
    this.initializer = initializer;
    this.completions = new Completions(settings.name() + "-completion");
  }

  private static Parcel exitOrder() {
    ByteSink body = new ByteSink();
    body.putByte(RecordType.EXIT);
    return ParcelWriter.of(body);
  }

  /** Begins to run; {@code loop} calls {@link #step()} from now on. */
  void begin(EventLoop loop) {
    this.loop = loop;
    if (settings.atOnce()) {
      enqueue(() -> startWorkers(settings.workers()));
    }
    if (initializer == null || !settings.atOnce()) {
      initialized.complete(null);
    }
  }

  Completions completions() {
    return completions;
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

  // --- Commands, from any thread ---

  void submit(EncodedBatch batch) {
    BrokenPoolException cause = broken;
    if (cause != null) {
      throw new BrokenPoolException("pool=" + settings.name() + " is broken", cause);
    }
    if (shutdown && holds.get() == 0) {
      throw rejected();
    }
    enqueue(() -> accept(batch));
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

  private void accept(EncodedBatch batch) {
    if (broken != null) {
      batch.failFrom(0, broken);
    } else if (stopped || terminated.isDone()) {
      batch.failFrom(0, new CancellationException("pool=" + settings.name() + " was shut down"));
    } else {
      waiting.add(batch);
    }
  }

  void withdraw(ResultSink sink) {
    enqueue(() -> {
      List<EncodedBatch> withdrawn = new ArrayList<>();
      waiting.removeIf(batch -> batch.isFor(sink) && withdrawn.add(batch));
      for (EncodedBatch batch : withdrawn) {
        batch.failFrom(0, new CancellationException("withdrawn before it began"));
      }
    });
  }

  void forget(Definition definition, Parcel order) {
    enqueue(() -> {
      for (Worker worker : workers) {
        worker.forget(definition, order);
      }
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

  List<Long> pids() {
    CompletableFuture<List<Long>> pids = new CompletableFuture<>();
    enqueue(() -> {
      List<Long> alive = new ArrayList<>();
      for (Worker worker : workers) {
        if (worker.link != null) {
          alive.add(worker.link.pid());
        }
      }
      pids.complete(alive);
    });
    return pids.join();
  }

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
      for (Worker worker : busy) {
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
    try {
      boolean again;
      do {
        runCommands();
        drainAndPump();
        dispatch();
        again = !looking && listen();
      } while (again);
      endIfDone();
    } catch (RuntimeException | Error e) {
      // A bug of ours, or no memory for the books. Nobody shall wait for what nobody will do.
      breakDown("the supervisor failed", e);
    }
    return nextDeadline();
  }

  /** Has all workers that owe something ring the bell; returns true if there is work already. */
  private boolean listen() {
    boolean again = false;
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
    link.kill();
    return true;
  }

  private void dispatch() {
    while (!waiting.isEmpty()) {
      Worker worker = takeWorker();
      if (worker == null) {
        break;
      }
      EncodedBatch batch = waiting.remove();
      if (batch.count() > worker.tasksLeft) {
        waiting.addFirst(batch.from(worker.tasksLeft));
        batch = batch.upTo(worker.tasksLeft);
      }
      worker.give(batch);
      progressed = true;
      if (worker.tasksLeft == 0 && settings.atOnce()) {
        startWorkers(settings.workers());
      }
    }
    if (!waiting.isEmpty()) {
      startWorkers(waiting.size());
    }
  }

  /** An idle worker, the one that went idle last; else one that is about to have nothing to do. */
  private @Nullable Worker takeWorker() {
    Worker worker = idle.pollLast();
    if (worker != null) {
      busy.add(worker);
      return worker;
    }
    Worker least = null;
    long leastNanos = PREFETCH_NANOS;
    for (int i = 0; i < busy.size(); i++) {
      Worker each = busy.get(i);
      if (each.state == Worker.State.READY && each.tasksLeft > 0 && each.owes() < MAX_PREFETCHED) {
        long nanos = each.nanosOwed(PREFETCH_NANOS);
        if (nanos < leastNanos) {
          least = each;
          leastNanos = nanos;
        }
      }
    }
    return least;
  }

  /** Starts workers, up to so many more than are starting, within the size of the pool. */
  private void startWorkers(int wanted) {
    int alive = 0;
    int starting = 0;
    for (Worker worker : workers) {
      if (worker.state != Worker.State.RETIRING && worker.tasksLeft > 0) {
        alive++;
        starting += worker.state == Worker.State.READY ? 0 : 1;
      }
    }
    int count = Math.min(wanted - starting, settings.workers() - alive);
    for (int i = 0; i < count && broken == null; i++) {
      Worker worker = new Worker(++lastNumber, settings.tasksPerWorker(), this);
      workers.add(worker);
      starter.start(worker.number, worker);
    }
  }

  // --- News of workers ---

  void joined(Worker worker, WorkerLink link) {
    worker.link = link;
    if (worker.state == Worker.State.RETIRING) {
      link.kill();
    } else if (initializer != null) {
      worker.state = Worker.State.INITIALIZING;
      worker.tasksLeft += initializer.count();
      busy.add(worker);
      worker.give(initializer);
    } else {
      worker.state = Worker.State.READY;
      idle.addLast(worker);
    }
  }

  /** The worker owes nothing any more. */
  void caughtUp(Worker worker) {
    failedStarts = 0;
    busy.remove(worker);
    if (worker.initializerFailed) {
      retire(worker);
    } else if (worker.state == Worker.State.INITIALIZING) {
      worker.state = Worker.State.READY;
      completeInitialized();
    }
    if (worker.state == Worker.State.READY) {
      if (worker.tasksLeft == 0) {
        retire(worker);
      } else {
        idle.addLast(worker);
      }
    }
  }

  private void completeInitialized() {
    int ready = 0;
    for (Worker worker : workers) {
      ready += worker.state == Worker.State.READY ? 1 : 0;
    }
    if (ready >= settings.workers()) {
      initialized.complete(null);
    }
  }

  /** The initializer threw in some worker; the pool is of no use. */
  void initializerFailed(Throwable cause) {
    enqueue(() -> breakDown("the initializer failed", cause));
  }

  void startFailed(Worker worker, ProcessStartException failure) {
    workers.remove(worker);
    worker.state = Worker.State.DEAD;
    if (++failedStarts >= MAX_FAILED_STARTS) {
      breakDown("failed starts=" + failedStarts + " in a row", failure);
    } else if (!shutdown && settings.atOnce()) {
      startWorkers(settings.workers());
    }
  }

  void died(Worker worker, WorkerDeath death) {
    WorkerLink link = worker.requireLink();
    boolean initializing = worker.state == Worker.State.INITIALIZING;
    link.ended();
    while (drain(worker)) {
      progressed = true;
    }
    boolean ran = worker.runsAnItem();
    if (initializing && worker.state == Worker.State.INITIALIZING) {
      worker.takeOwed();
    } else if (ran) {
      worker.failRunningItem(death);
    }
    boolean owed = !worker.owesNothing();
    ArrayDeque<EncodedBatch> unstarted = worker.takeOwed();
    while (!unstarted.isEmpty()) {
      waiting.addFirst(unstarted.removeLast());
    }
    workers.remove(worker);
    idle.remove(worker);
    busy.remove(worker);
    boolean expected = worker.state == Worker.State.RETIRING;
    if (!expected && !ran && owed && worker.hasAnsweredNothing() && death.signal() == 0) {
      // It was given work, ended by itself and did not even begin: another would fare no better.
      failedStarts++;
    }
    boolean diedInitializing = worker.state == Worker.State.INITIALIZING;
    worker.state = Worker.State.DEAD;
    link.close();
    if (diedInitializing) {
      breakDown("a worker died in the initializer", new WorkerDiedException(death));
    } else if (failedStarts >= MAX_FAILED_STARTS) {
      breakDown("failed starts=" + failedStarts + " in a row", new WorkerDiedException(death));
    } else if (!expected && !shutdown && settings.atOnce()) {
      startWorkers(settings.workers());
    }
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
    while (!waiting.isEmpty()) {
      waiting.remove().failFrom(0, cause);
    }
    for (Worker worker : new ArrayList<>(workers)) {
      worker.abandon(cause);
      idle.remove(worker);
      busy.remove(worker);
      worker.state = Worker.State.RETIRING;
      if (worker.link != null) {
        worker.link.terminate();
        worker.terminated = true;
        worker.endBy = System.nanoTime() + TERMINATE_GRACE_NANOS;
      }
    }
  }

  private void retire(Worker worker) {
    worker.state = Worker.State.RETIRING;
    WorkerLink link = worker.requireLink();
    link.send(EXIT);
    link.pump();
    worker.endBy = System.nanoTime() + EXIT_GRACE_NANOS;
  }

  private void endIfDone() {
    if (!shutdown || terminated.isDone() || (!stopped && holds.get() > 0)) {
      return;
    }
    if (waiting.isEmpty()) {
      Worker worker;
      while ((worker = idle.pollLast()) != null) {
        retire(worker);
      }
      for (Worker each : workers) {
        if (each.state == Worker.State.STARTING) {
          each.state = Worker.State.RETIRING;
        }
      }
    }
    if (workers.isEmpty() && waiting.isEmpty()) {
      starter.close();
      EventLoop current = loop;
      if (current != null) {
        current.stop();
      }
      initialized.completeExceptionally(
          new CancellationException("pool=" + settings.name() + " was shut down"));
      terminated.complete(null);
    }
  }

  private long nextDeadline() {
    long now = System.nanoTime();
    long sleep = completions.check(now);
    for (int i = 0; i < workers.size(); i++) {
      Worker worker = workers.get(i);
      if (worker.endBy != 0) {
        sleep = Math.min(sleep, hasten(worker, now));
      }
    }
    EventLoop current = loop;
    if (current != null && !current.isLoopThread() && sleep < loopWakesAt - now) {
      current.wakeup();
    } else if (current != null && !current.isLoopThread()) {
      return sleep;
    }
    loopWakesAt = sleep == NEVER ? Long.MAX_VALUE : now + sleep;
    return sleep;
  }

  /** Moves a worker that was told to end up the ladder; returns when to look again. */
  private long hasten(Worker worker, long now) {
    long left = worker.endBy - now;
    if (left > 0) {
      return left;
    }
    WorkerLink link = worker.requireLink();
    if (worker.terminated) {
      link.kill();
      worker.endBy = 0;
      return NEVER;
    }
    link.terminate();
    worker.terminated = true;
    worker.endBy = now + TERMINATE_GRACE_NANOS;
    return TERMINATE_GRACE_NANOS;
  }
}
