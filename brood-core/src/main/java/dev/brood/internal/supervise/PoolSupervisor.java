package dev.brood.internal.supervise;

import dev.brood.exception.BrokenPoolException;
import dev.brood.internal.batch.Batch;
import dev.brood.internal.batch.ResultSink;
import dev.brood.internal.batch.TaskFunction;
import dev.brood.internal.wire.EventLoop;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The state of a pool and the steps that move it on: takes batches, gives them to workers, passes
 * results on, and ends when it is told to and nothing is left to do.
 *
 * <p>Commands come from any thread; who runs them is for the {@link Combiner} to say. A worker that
 * owes something either has been told to ring the bell, which wakes the pool's own thread, or is
 * looked at by a thread that waits for results.
 */
public final class PoolSupervisor implements EventLoop.Work, Combiner.State, Employer {

  private final PoolSettings settings;
  private final WorkerStarter starter;
  private final LongSupplier clock;
  private final Combiner combiner = new Combiner(this);
  private final Completions completions;
  private final CompletableFuture<Void> terminated = new CompletableFuture<>();
  private final Admission admission;
  private volatile @Nullable EventLoop loop;

  // All below: of the holder of the turn, but for the size of the crew.
  private final Crew crew;
  private final TaskQueue waiting = new TaskQueue();
  private final PoolCounters counters = new PoolCounters();
  private final WorkerLifecycle workers;
  private final Upkeep upkeep;
  private final Dispatch dispatch;
  private final Rebalancing rebalancing;
  private boolean progressed;
  private long loopWakesAt = Long.MAX_VALUE;
  private boolean settling;

  public PoolSupervisor(PoolSettings settings, WorkerStarter starter, LongSupplier clock) {
    this.settings = settings;
    this.starter = starter;
    this.clock = clock;
    this.admission = new Admission(settings.name());
    this.completions = new Completions(settings.name() + "-completion");
    this.crew = new Crew(settings.workers());
    Hiring hiring = new Hiring(settings, starter, clock, this, crew, counters);
    this.workers = new WorkerLifecycle(settings, hiring, clock, this, crew, waiting, counters);
    this.upkeep = new Upkeep(settings.life(), crew, workers);
    this.dispatch = new Dispatch(crew, waiting, workers, clock);
    this.rebalancing = new Rebalancing(crew, waiting);
  }

  /**
   * Begins to run; {@code loop} calls {@link #step()} from now on.
   *
   * @param first what each worker runs first, or null
   * @param last what each worker runs last, or null
   */
  public void begin(@Nullable EventLoop loop, @Nullable Batch first, @Nullable Batch last) {
    this.loop = loop;
    workers.begin(first, last);
    enqueue(workers::refill);
  }

  public Completions completions() {
    return completions;
  }

  /**
   * Completed when the workers that start with the pool are initialized; fails if one cannot be.
   */
  public CompletableFuture<Void> initialized() {
    return workers.initialized();
  }

  public CompletableFuture<Void> terminated() {
    return terminated;
  }

  /** Returns the workers that did not end as they were told; after {@link #terminated}. */
  public List<ForcedEnd> forced() {
    return workers.forced();
  }

  @Override
  public boolean isShutdown() {
    return admission.isClosed();
  }

  public int size() {
    return crew.size();
  }

  // --- Commands, from any thread ---

  @Override
  public void enqueue(Runnable command) {
    combiner.enqueue(command);
  }

  public void submit(Batch batch) {
    admission.check(batch.sink());
    batch.submittedAt(clock.getAsLong());
    combiner.enqueueWork(() -> accept(batch, 0), Dispatch.isLittle(batch));
  }

  /** Runs items again, after so many nanoseconds. */
  public void resubmit(Batch batch, long delay) {
    batch.submittedAt(clock.getAsLong());
    enqueue(() -> accept(batch, delay));
  }

  public Hold hold() {
    if (!admission.hold()) {
      release();
      throw admission.refusal();
    }
    return this::release;
  }

  private void release() {
    if (admission.release()) {
      enqueue(() -> {});
    }
  }

  private void accept(Batch batch, long delay) {
    if (admission.accepts(batch)) {
      counters.submitted += batch.count();
      if (delay > 0) {
        waiting.addAt(batch, batch.submittedAt() + delay);
      } else {
        waiting.add(batch);
      }
    }
  }

  public void withdraw(ResultSink sink) {
    enqueue(() -> failWaiting(sink, new CancellationException("withdrawn before it began")));
  }

  /** Takes back all items of a sink, also those that run. */
  public void cancel(ResultSink sink) {
    enqueue(() -> {
      CancellationException cause = new CancellationException("cancelled");
      failWaiting(sink, cause);
      catchUp();
      for (Worker worker : crew.busy()) {
        worker.callOff(sink, cause);
      }
    });
  }

  /** Takes in all that is done by now, so that it counts as done. */
  private void catchUp() {
    List<Worker> busy = crew.busy();
    for (int i = busy.size() - 1; i >= 0; i--) {
      Worker worker = busy.get(i);
      worker.requireLink().catchUp();
      progressed |= workers.drain(worker);
    }
  }

  private void failWaiting(ResultSink sink, CancellationException cause) {
    if (sink.isWithdrawn()) {
      waiting.withdraw();
    } else {
      waiting.fail(sink, cause);
    }
  }

  public void forget(TaskFunction function) {
    enqueue(() -> {
      for (Worker worker : crew.all()) {
        if (worker.state == Worker.State.READY || worker.state == Worker.State.INITIALIZING) {
          worker.requireLink().forget(function);
        }
      }
    });
  }

  public void resize(int size) {
    crew.resize(size);
    enqueue(() -> {
      for (Worker worker : crew.surplus()) {
        workers.dismiss(worker, EndCause.RESIZED);
      }
      workers.refill();
    });
  }

  /** The initializer threw in some worker; the pool is of no use. */
  public void initializerFailed(Throwable cause) {
    enqueue(() -> {
      if (!admission.isStopped()) {
        breakDown("the initializer failed", cause);
      }
    });
  }

  public void shutdown() {
    admission.close();
    enqueue(() -> {});
  }

  public void shutdownNow() {
    admission.close();
    enqueue(() -> stopAll(admission.wasShutDown()));
  }

  /** Returns what the pool is doing. */
  public PoolState state() {
    return askForState().join();
  }

  /** As {@link #state()}, or null if there is no answer in so many nanoseconds. */
  public @Nullable PoolState stateWithin(long nanos) {
    return askForState().completeOnTimeout(null, nanos, TimeUnit.NANOSECONDS).join();
  }

  private CompletableFuture<PoolState> askForState() {
    CompletableFuture<PoolState> state = new CompletableFuture<>();
    enqueue(() -> {
      catchUp();
      long now = clock.getAsLong();
      state.complete(PoolState.of(settings.name(), crew, waiting, counters, now));
    });
    return state;
  }

  /** Helps the pool along while the calling thread waits; see {@link Combiner#look}. */
  public void look(Awaited done) {
    combiner.look(done);
  }

  @Override
  public void wakeup() {
    EventLoop current = loop;
    if (current != null) {
      current.wakeup();
    }
  }

  // --- Steps, by the holder of the turn ---

  @Override
  public long step() {
    return combiner.step();
  }

  @Override
  public long advance() {
    progressed = false;
    long released = NEVER;
    try {
      boolean again;
      do {
        progressed |= combiner.runCommands();
        if (waiting.hasDelayed()) {
          released = waiting.release(clock.getAsLong(), NEVER);
        }
        drainAndPump();
        progressed |= dispatch.run();
        again = !combiner.isLookedAt() && listen();
      } while (again);
      endIfDone();
    } catch (RuntimeException | Error e) {
      // A bug of ours, or no memory for the books. Nobody shall wait for what nobody will do.
      breakDown("the supervisor failed", e);
      endIfDone();
    }
    return sleepUntil(released);
  }

  @Override
  public boolean hasMoved() {
    return progressed;
  }

  @Override
  public boolean beginLooking() {
    for (Worker worker : crew.busy()) {
      if (!worker.requireLink().worthLooking()) {
        return false;
      }
      worker.requireLink().lookingAgain();
    }
    return true;
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

  private void drainAndPump() {
    List<Worker> busy = crew.busy();
    for (int i = busy.size() - 1; i >= 0; i--) {
      Worker worker = busy.get(i);
      if (workers.drain(worker)) {
        combiner.newsCame();
        progressed = true;
      }
      worker.requireLink().pump();
    }
  }

  @Override
  public boolean canWait(boolean little) {
    return dispatch.canWait(little);
  }

  @Override
  public void cameToRest(Worker worker) {
    upkeep.cameToRest(worker, clock.getAsLong());
  }

  /** Does what is due and returns how long the pool's own thread may sleep. */
  private long sleepUntil(long released) {
    long now = clock.getAsLong();
    long sleep = Math.min(released, completions.check(now));
    if (settling) {
      // Nobody will say when the last completions are done.
      sleep = Math.min(sleep, Completions.PATIENCE_NANOS);
    }
    sleep = Math.min(sleep, rebalancing.check(now));
    return wakeLoop(Math.min(sleep, upkeep.check(now)), now);
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

  // --- Endings, by the holder of the turn ---

  @Override
  public void breakDown(String reason, Throwable cause) {
    BrokenPoolException failure = admission.breakDown(reason, cause);
    if (failure == null) {
      return;
    }
    workers.initialized().completeExceptionally(cause);
    stopAll(failure);
  }

  private void stopAll(Throwable cause) {
    admission.stop();
    dispatch.stop();
    waiting.fail(cause);
    workers.stop(cause);
  }

  private void endIfDone() {
    if (terminated.isDone() || !admission.isOver()) {
      return;
    }
    if (waiting.isEmpty() && !waiting.hasDelayed()) {
      workers.retireIdle();
      settling = crew.isEmpty() && !completions.isSettled(clock.getAsLong());
      if (crew.isEmpty() && !settling) {
        end();
      }
    }
  }

  private void end() {
    admission.stop();
    starter.close();
    EventLoop current = loop;
    if (current != null) {
      current.stop();
    }
    workers.initialized().completeExceptionally(admission.wasShutDown());
    terminated.complete(null);
  }
}
