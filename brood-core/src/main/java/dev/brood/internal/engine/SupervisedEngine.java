package dev.brood.internal.engine;

import dev.brood.function.SerializableCallable;
import dev.brood.internal.batch.Batch;
import dev.brood.internal.batch.Failure;
import dev.brood.internal.batch.ResultRun;
import dev.brood.internal.batch.ResultSink;
import dev.brood.internal.batch.TaskClock;
import dev.brood.internal.batch.TaskFunction;
import dev.brood.internal.batch.TaskTerms;
import dev.brood.internal.supervise.Awaited;
import dev.brood.internal.supervise.ForcedEnd;
import dev.brood.internal.supervise.Hold;
import dev.brood.internal.supervise.PoolSettings;
import dev.brood.internal.supervise.PoolState;
import dev.brood.internal.supervise.PoolSupervisor;
import dev.brood.internal.supervise.WorkerStarter;
import dev.brood.internal.task.Seed;
import dev.brood.internal.util.Deadline;
import dev.brood.internal.wire.EventLoop;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** What engines have in common: a supervisor that does all but prepare functions and items. */
abstract class SupervisedEngine implements TaskEngine {

  /** Waiting longer than this for a task is better done asleep. */
  private static final long WORTH_LOOKING_NANOS = 50_000;

  private final PoolSettings settings;
  private final WorkerStarter starter;
  private final PoolSupervisor supervisor;
  private final ExitResults exitResults = new ExitResults();

  SupervisedEngine(PoolSettings settings, WorkerStarter starter) {
    this.settings = settings;
    this.starter = starter;
    this.supervisor = new PoolSupervisor(settings, starter, System::nanoTime);
  }

  /**
   * Begins. With an initializer of the user, waits until the workers that start with the pool are
   * initialized.
   */
  final void open() throws InterruptedException, ExecutionException {
    PoolSettings.Initializer initializer = settings.initializer();
    SerializableCallable<?> exitHook = settings.exitHook();
    // Before anything is opened: they may turn out not to be sendable.
    Batch first =
        initializer == null
            ? null
            : single(
                initializer.call(),
                new InitializerSink(supervisor),
                new TaskTerms("initializer", 0, 0, initializer.timeoutNanos(), 0));
    Batch last = exitHook == null ? null : single(exitHook, exitResults, TaskTerms.NONE);
    EventLoop loop = new EventLoop(settings.name(), supervisor);
    starter.begin(loop);
    supervisor.begin(loop, first, last);
    LastWord.opened(this);
    var _ = supervisor.terminated().thenRun(() -> LastWord.closed(this));
    if (!settings.hasUserInitializer()) {
      return;
    }
    try {
      supervisor.initialized().get();
    } catch (InterruptedException | ExecutionException e) {
      shutdownNow();
      throw e;
    }
  }

  private Batch single(SerializableCallable<?> task, ResultSink sink, TaskTerms terms) {
    return call(task, 0, new Batch.Call(sink, new TaskClock(), terms));
  }

  /**
   * Looks for the initializer's failure; decoding it is left to a thread that may run users' code.
   */
  private record InitializerSink(PoolSupervisor supervisor) implements ResultSink {
    @Override
    public void onResults(ResultRun run) {
      if (run.failures() > 0) {
        supervisor
            .completions()
            .add(() -> {
              if (run.next() instanceof Failure failure) {
                supervisor.initializerFailed(failure.cause());
              }
            });
      }
    }
  }

  /** Returns what the random numbers of the items of a call follow from. */
  final long seed(Batch.Call call) {
    return Seed.of(settings.seed(), call.number());
  }

  final void forget(TaskFunction function) {
    supervisor.forget(function);
  }

  @Override
  public final void submit(Batch batch) {
    supervisor.submit(batch);
  }

  @Override
  public final void resubmit(Batch batch, Duration delay) {
    supervisor.resubmit(batch, Deadline.nanos(delay));
  }

  @Override
  public final void withdraw(ResultSink sink) {
    supervisor.withdraw(sink);
  }

  @Override
  public final void cancel(ResultSink sink) {
    supervisor.cancel(sink);
  }

  @Override
  public final void await(Awaited awaited, TaskClock clock) throws InterruptedException {
    help(awaited, clock);
    Waiting.until(awaited, this);
  }

  @Override
  public final void help(Awaited awaited, TaskClock clock) {
    if (!awaited.isHere() && clock.nanosPerItem(0) < WORTH_LOOKING_NANOS) {
      supervisor.look(awaited);
    }
  }

  @Override
  public final void complete(Runnable completion) {
    supervisor.completions().add(completion);
  }

  @Override
  public final int parallelism() {
    return supervisor.size();
  }

  @Override
  public final void resize(int workers) {
    starter.resized(workers);
    supervisor.resize(workers);
  }

  @Override
  public final List<Long> workerPids() {
    return state().workers().stream().map(PoolState.OfWorker::pid).filter(pid -> pid > 0).toList();
  }

  @Override
  public final PoolState state() {
    return supervisor.state();
  }

  /** As {@link #state()}, or null if there is no answer in so many nanoseconds. */
  final @Nullable PoolState stateWithin(long nanos) {
    return supervisor.stateWithin(nanos);
  }

  @Override
  public final List<@Nullable Object> exitResults() {
    return exitResults.list();
  }

  @Override
  public final List<ForcedEnd> forcedEnds() {
    return supervisor.forced();
  }

  @Override
  public final Hold hold() {
    return supervisor.hold();
  }

  @Override
  public final void shutdown() {
    supervisor.shutdown();
  }

  @Override
  public final void shutdownNow() {
    supervisor.shutdownNow();
  }

  @Override
  public final boolean isShutdown() {
    return supervisor.isShutdown();
  }

  @Override
  public final boolean isTerminated() {
    return supervisor.terminated().isDone();
  }

  @Override
  public final void whenTerminated(Runnable action) {
    // Not by the thread that completes it, which has the turn.
    var _ = supervisor.terminated().thenRunAsync(action, Thread::startVirtualThread);
  }

  @Override
  public final boolean awaitTermination(Duration timeout) throws InterruptedException {
    try {
      supervisor.terminated().get(Deadline.nanos(timeout), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new CompletionException(e.getCause());
    }
  }
}
