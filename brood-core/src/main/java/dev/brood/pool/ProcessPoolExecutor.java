package dev.brood.pool;

import dev.brood.function.SerializableBiFunction;
import dev.brood.function.SerializableCallable;
import dev.brood.function.SerializableFunction;
import dev.brood.function.SerializableRunnable;
import dev.brood.internal.util.Deadline;
import dev.brood.process.CpuBudget;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An {@link ExecutorService} whose tasks run in child JVMs.
 *
 * <p>What {@link Pool} says of tasks, workers and their deaths holds here too; {@link #pool()} is
 * the pool underneath. By default workers start on demand, an idle one before a new one.
 *
 * <p>Tasks must be serializable, see {@link Pool}. A lambda is if it is written where a {@link
 * SerializableCallable} or {@link SerializableRunnable} is expected, as at the overloads of this
 * class, also within the {@link List} that {@code invokeAll} and {@code invokeAny} take. Where this
 * executor is known as an {@code ExecutorService} only, a lambda needs a cast; what cannot be sent
 * fails at the call with a {@link dev.brood.exception.NotSendableException}. That is so for what
 * the JDK wraps tasks in: {@code CompletableFuture.supplyAsync(f, executor)} and an {@link
 * java.util.concurrent.ExecutorCompletionService} do not work with child JVMs. In their place are
 * {@link #submit(SerializableCallable)} and {@link TaskFutures#asCompleted}.
 *
 * <p>Futures are {@link CompletableFuture}s. {@code cancel(true)} really stops the task: it is
 * interrupted, and its worker killed and replaced if it goes on regardless. Completing the future
 * in another way, as {@code orTimeout} and {@code completeOnTimeout} do, does not: the task goes on
 * for nobody. The limit of a task is {@link TaskOptions#withTimeout}.
 *
 * <p>A broken executor, see {@link PoolBuilder#restartLimit}, throws a {@link
 * dev.brood.exception.BrokenPoolException} when it is given a task, which is no {@link
 * java.util.concurrent.RejectedExecutionException}: that is for one that was shut down.
 *
 * <p>Safe for any number of threads, virtual threads too; those that wait are parked. A task may
 * itself use an executor. An executor must be closed; {@link #close()} waits for what was
 * submitted.
 */
public final class ProcessPoolExecutor implements ExecutorService {

  private final Pool pool;
  private final boolean shared;

  private ProcessPoolExecutor(Pool pool, boolean shared) {
    this.pool = pool;
    this.shared = shared;
  }

  /**
   * Returns the executor that this program shares, with at least as many workers as this JVM may
   * use processors; as {@link #shared(int)}.
   */
  public static ProcessPoolExecutor shared() {
    return shared(CpuBudget.detect().processors());
  }

  /**
   * Returns the executor that all of this program shares: made when it is first asked for, kept
   * warm, given more workers when it has fewer than are asked for. A worker that had nothing to do
   * for a minute ends. When it has broken, or its {@link #pool()} was shut down, the next call
   * returns a new one.
   *
   * <p>{@link #resize} changes it for all, and holds until somebody asks for more.
   *
   * <p>Nobody owns it: {@link #shutdown()}, {@link #shutdownNow()} and {@link #close()} do nothing
   * to it. It does not keep the program from ending, and its workers end with the program. In a
   * worker it is one of that worker's own.
   *
   * @throws IllegalArgumentException if {@code workers} is less than 1
   * @throws IllegalStateException if a static initializer that runs while a child decodes its task
   *     calls this
   */
  public static ProcessPoolExecutor shared(int workers) {
    return Shared.atLeast(PoolBuilder.positive("workers", workers));
  }

  /** The one that is shared. */
  private static final class Shared {
    private static final Duration IDLE = Duration.ofMinutes(1);
    private static final ReentrantLock LOCK = new ReentrantLock();
    private static @Nullable ProcessPoolExecutor current;

    static ProcessPoolExecutor atLeast(int workers) {
      LOCK.lock();
      try {
        ProcessPoolExecutor executor = current;
        if (executor == null || executor.isShutdown()) {
          Builder builder = builder().name("shared").workers(workers).idleTimeout(IDLE);
          executor = builder.build(true);
          current = executor;
        } else if (executor.pool.workers() < workers) {
          executor.resize(workers);
        }
        return executor;
      } finally {
        LOCK.unlock();
      }
    }
  }

  /**
   * Returns an executor of at most so many child JVMs, which start on demand.
   *
   * @throws IllegalArgumentException if {@code workers} is less than 1
   */
  public static ProcessPoolExecutor of(int workers) {
    return builder().workers(workers).build();
  }

  /** Returns an executor of as many child JVMs as this JVM may use processors. */
  public static ProcessPoolExecutor ofAllCores() {
    return builder().build();
  }

  /** Returns a builder; its defaults are those of a pool, but workers start on demand. */
  public static Builder builder() {
    return new Builder().start(Pool.WorkerStart.ON_DEMAND);
  }

  /** Builds a {@link ProcessPoolExecutor}. Not safe for concurrent use; may build several. */
  public static final class Builder extends PoolBuilder<Builder> {

    private Builder() {}

    @Override
    Builder self() {
      return this;
    }

    /**
     * Opens the executor; as {@link Pool.Builder#build()}. Without an initializer no worker is
     * started yet.
     */
    public ProcessPoolExecutor build() {
      return build(false);
    }

    private ProcessPoolExecutor build(boolean shared) {
      String name = nextName();
      return new ProcessPoolExecutor(
          new Pool(name, open(name), taskDefaults(), progress()), shared);
    }
  }

  /**
   * Returns the pool that runs the tasks; closing one closes the other. It has the forms of a map
   * that are not here: those that do not wait, those over pairs, a stream of outcomes.
   */
  public Pool pool() {
    return pool;
  }

  // --- One task ---

  /**
   * Runs a task in a worker and returns the future of its result; as {@link
   * Pool#applyAsync(SerializableCallable)}.
   *
   * @throws dev.brood.exception.NotSendableException if the task cannot be sent
   * @throws java.util.concurrent.RejectedExecutionException if the executor is shut down
   * @throws dev.brood.exception.BrokenPoolException if it is broken
   */
  public <T> CompletableFuture<T> submit(SerializableCallable<T> task) {
    return pool.applyAsync(task);
  }

  /** Runs a task on its own terms; otherwise as {@link #submit(SerializableCallable)}. */
  public <T> CompletableFuture<T> submit(SerializableCallable<T> task, TaskOptions options) {
    return pool.applyAsync(task, options);
  }

  /** Runs a task; otherwise as {@link #submit(SerializableCallable)}. The result is null. */
  public CompletableFuture<?> submit(SerializableRunnable task) {
    return pool.applyAsync(Tasks.of(task));
  }

  /** Runs a task on its own terms; otherwise as {@link #submit(SerializableRunnable)}. */
  public CompletableFuture<?> submit(SerializableRunnable task, TaskOptions options) {
    return pool.applyAsync(Tasks.of(task), options);
  }

  /** Runs a task; the future completes with {@code result}, which is not sent. */
  public <T> CompletableFuture<T> submit(SerializableRunnable task, T result) {
    return Tasks.withResult(pool.applyAsync(Tasks.of(task)), result);
  }

  /** Applies a function; otherwise as {@link #submit(SerializableCallable)}. */
  public <T, R> CompletableFuture<R> submit(
      SerializableFunction<? super T, ? extends R> function, T argument) {
    return pool.applyAsync(function, argument);
  }

  /** Applies a function on terms of its own; otherwise as {@link #submit(SerializableCallable)}. */
  public <T, R> CompletableFuture<R> submit(
      SerializableFunction<? super T, ? extends R> function, T argument, TaskOptions options) {
    return pool.applyAsync(Pool.<T, R>called(function, argument), options);
  }

  /** Applies a function of two arguments; otherwise as {@link #submit(SerializableCallable)}. */
  public <T, U, R> CompletableFuture<R> submit(
      SerializableBiFunction<? super T, ? super U, ? extends R> function, T first, U second) {
    return pool.applyAsync(function, first, second);
  }

  @Override
  public <T> CompletableFuture<T> submit(Callable<T> task) {
    return pool.applyAsync(Tasks.of(task));
  }

  @Override
  public CompletableFuture<?> submit(Runnable task) {
    return pool.applyAsync(Tasks.of(task));
  }

  /** Runs a task; the future completes with {@code result}, which is not sent. */
  @Override
  public <T> CompletableFuture<T> submit(Runnable task, T result) {
    return Tasks.withResult(pool.applyAsync(Tasks.of(task)), result);
  }

  /** As {@link #submit(SerializableRunnable, TaskOptions)}; the options are not the result. */
  public CompletableFuture<?> submit(Runnable task, TaskOptions options) {
    return pool.applyAsync(Tasks.of(task), options);
  }

  /**
   * Runs a task. What it throws is logged, since nobody waits for it.
   *
   * @throws dev.brood.exception.NotSendableException if the task cannot be sent
   * @throws java.util.concurrent.RejectedExecutionException if the executor is shut down
   * @throws dev.brood.exception.BrokenPoolException if it is broken
   */
  public void execute(SerializableRunnable task) {
    execute((Runnable) task);
  }

  /** As {@link #execute(SerializableRunnable)}. */
  @Override
  public void execute(Runnable task) {
    var _ =
        pool.applyAsync(Tasks.of(task))
            .whenComplete((result, failure) -> {
              if (failure != null) {
                System.getLogger("dev.brood")
                    .log(System.Logger.Level.ERROR, "an executed task failed", failure);
              }
            });
  }

  // --- Several tasks ---

  /** As {@link #invokeAll(Collection)}; lambdas written in the list can be sent. */
  public <T> List<Future<T>> invokeAll(List<? extends SerializableCallable<T>> tasks)
      throws InterruptedException {
    return invokeAll((Collection<? extends Callable<T>>) tasks);
  }

  @Override
  public <T> List<Future<T>> invokeAll(Collection<? extends Callable<T>> tasks)
      throws InterruptedException {
    List<CompletableFuture<T>> futures = submitAll(tasks);
    try {
      var _ = TaskFutures.await(futures, TaskFutures.Until.ALL_DONE);
    } catch (InterruptedException e) {
      TaskFutures.cancelAll(futures);
      throw e;
    }
    return List.copyOf(futures);
  }

  /** As {@link #invokeAll(Collection, long, TimeUnit)}; lambdas in the list can be sent. */
  public <T> List<Future<T>> invokeAll(
      List<? extends SerializableCallable<T>> tasks, long timeout, TimeUnit unit)
      throws InterruptedException {
    return invokeAll((Collection<? extends Callable<T>>) tasks, timeout, unit);
  }

  /**
   * As {@link ExecutorService#invokeAll(Collection, long, TimeUnit)}; late tasks are stopped. The
   * time begins with the call.
   */
  @Override
  public <T> List<Future<T>> invokeAll(
      Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit)
      throws InterruptedException {
    long deadline = Deadline.after(unit.toNanos(timeout));
    List<CompletableFuture<T>> futures = submitAll(tasks);
    try {
      var _ = TaskFutures.await(futures, TaskFutures.Until.ALL_DONE, deadline);
    } finally {
      TaskFutures.cancelAll(futures);
    }
    return List.copyOf(futures);
  }

  private <T> List<CompletableFuture<T>> submitAll(Collection<? extends Callable<T>> tasks) {
    List<CompletableFuture<T>> futures = new ArrayList<>(tasks.size());
    try {
      for (Callable<T> task : tasks) {
        futures.add(submit(task));
      }
    } catch (RuntimeException | Error e) {
      TaskFutures.cancelAll(futures);
      throw e;
    }
    return futures;
  }

  /** As {@link #invokeAny(Collection)}; lambdas written in the list can be sent. */
  public <T> T invokeAny(List<? extends SerializableCallable<T>> tasks)
      throws InterruptedException, ExecutionException {
    return invokeAny((Collection<? extends Callable<T>>) tasks);
  }

  /** Returns the first result; the other tasks are stopped, and killed if they go on. */
  @Override
  public <T> T invokeAny(Collection<? extends Callable<T>> tasks)
      throws InterruptedException, ExecutionException {
    try {
      return invokeAny(tasks, Long.MAX_VALUE, TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new IllegalStateException("292 years have passed", e);
    }
  }

  /** As {@link #invokeAny(Collection, long, TimeUnit)}; lambdas in the list can be sent. */
  public <T> T invokeAny(List<? extends SerializableCallable<T>> tasks, long timeout, TimeUnit unit)
      throws InterruptedException, ExecutionException, TimeoutException {
    return invokeAny((Collection<? extends Callable<T>>) tasks, timeout, unit);
  }

  /** Returns the first result; the other tasks are stopped, and killed if they go on. */
  @Override
  public <T> T invokeAny(Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit)
      throws InterruptedException, ExecutionException, TimeoutException {
    if (tasks.isEmpty()) {
      throw new IllegalArgumentException("tasks=[] must not be empty");
    }
    long deadline = Deadline.after(unit.toNanos(timeout));
    List<CompletableFuture<T>> futures = submitAll(tasks);
    try {
      return TaskFutures.first(futures, deadline);
    } finally {
      TaskFutures.cancelAll(futures);
    }
  }

  // --- Many items; as the pool has them ---

  /** As {@link Pool#map(SerializableFunction, Iterable)}. */
  public <T, R> List<R> map(
      SerializableFunction<? super T, ? extends R> function, Iterable<? extends T> items) {
    return pool.map(function, items);
  }

  /** As {@link Pool#map(SerializableFunction, Iterable, MapOptions)}. */
  public <T, R> List<R> map(
      SerializableFunction<? super T, ? extends R> function,
      Iterable<? extends T> items,
      MapOptions options) {
    return pool.map(function, items, options);
  }

  /**
   * As {@link Pool#map(SerializableBiFunction, Iterable, Iterable)}: two inputs, side by side. For
   * more, make records of what belongs together and map over those.
   */
  public <T, U, R> List<R> map(
      SerializableBiFunction<? super T, ? super U, ? extends R> function,
      Iterable<? extends T> first,
      Iterable<? extends U> second) {
    return pool.map(function, first, second);
  }

  /** As {@link Pool#map(SerializableBiFunction, Iterable, Iterable, MapOptions)}. */
  public <T, U, R> List<R> map(
      SerializableBiFunction<? super T, ? super U, ? extends R> function,
      Iterable<? extends T> first,
      Iterable<? extends U> second,
      MapOptions options) {
    return pool.map(function, first, second, options);
  }

  /** As {@link Pool#mapOutcomes(SerializableFunction, Iterable)}. */
  public <T, R> List<Outcome<R>> mapOutcomes(
      SerializableFunction<? super T, ? extends R> function, Iterable<? extends T> items) {
    return pool.mapOutcomes(function, items);
  }

  /** As {@link Pool#mapOutcomes(SerializableFunction, Iterable, MapOptions)}. */
  public <T, R> List<Outcome<R>> mapOutcomes(
      SerializableFunction<? super T, ? extends R> function,
      Iterable<? extends T> items,
      MapOptions options) {
    return pool.mapOutcomes(function, items, options);
  }

  /** As {@link Pool#imap(SerializableFunction, Iterable, MapOptions)}: lazy, bounded, in order. */
  public <T, R> Stream<R> stream(
      SerializableFunction<? super T, ? extends R> function,
      Iterable<? extends T> items,
      MapOptions options) {
    return pool.imap(function, items, options);
  }

  /** As {@link Pool#imap(SerializableBiFunction, Iterable, Iterable, MapOptions)}. */
  public <T, U, R> Stream<R> stream(
      SerializableBiFunction<? super T, ? super U, ? extends R> function,
      Iterable<? extends T> first,
      Iterable<? extends U> second,
      MapOptions options) {
    return pool.imap(function, first, second, options);
  }

  /** As {@link Pool#imapUnordered(SerializableFunction, Iterable, MapOptions)}. */
  public <T, R> Stream<R> streamUnordered(
      SerializableFunction<? super T, ? extends R> function,
      Iterable<? extends T> items,
      MapOptions options) {
    return pool.imapUnordered(function, items, options);
  }

  /** As {@link Pool#imapUnordered(SerializableBiFunction, Iterable, Iterable, MapOptions)}. */
  public <T, U, R> Stream<R> streamUnordered(
      SerializableBiFunction<? super T, ? super U, ? extends R> function,
      Iterable<? extends T> first,
      Iterable<? extends U> second,
      MapOptions options) {
    return pool.imapUnordered(function, first, second, options);
  }

  // --- The executor itself ---

  /**
   * Changes how many workers there are at most; as {@link Pool#resize}.
   *
   * @throws IllegalArgumentException if {@code workers} is less than 1
   */
  public void resize(int workers) {
    pool.resize(workers);
  }

  /** Returns what the executor is doing and has done. */
  public PoolStats stats() {
    return pool.stats();
  }

  /**
   * Returns which workers did not end as they were told; as {@link Pool#shutdownReport()}.
   *
   * @throws IllegalStateException if the executor has not terminated yet
   */
  public ShutdownReport shutdownReport() {
    return pool.shutdownReport();
  }

  /** Takes no more tasks; as {@link Pool#shutdown()}. Does nothing to the shared one. */
  @Override
  public void shutdown() {
    if (!shared) {
      pool.shutdown();
    }
  }

  /**
   * Takes no more tasks and stops; as {@link Pool#shutdownNow()}. The futures of tasks that had not
   * begun are cancelled. Does nothing to the shared one.
   *
   * @return an empty list: tasks that wait are kept encoded, not as the objects that were submitted
   */
  @Override
  public List<Runnable> shutdownNow() {
    if (!shared) {
      pool.shutdownNow();
    }
    return List.of();
  }

  @Override
  public boolean isShutdown() {
    return pool.isShutdown();
  }

  @Override
  public boolean isTerminated() {
    return pool.isTerminated();
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
    return pool.awaitTermination(Duration.ofNanos(unit.toNanos(timeout)));
  }

  /** Shuts down and waits; as {@link Pool#close()}. Does nothing to the shared one. */
  @Override
  public void close() {
    if (!shared) {
      pool.close();
    }
  }

  @Override
  public String toString() {
    return "ProcessPoolExecutor[name=" + pool.name() + ", workers=" + pool.workers() + "]";
  }
}
