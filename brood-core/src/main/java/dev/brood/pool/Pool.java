package dev.brood.pool;

import dev.brood.function.SerializableBiFunction;
import dev.brood.function.SerializableCallable;
import dev.brood.function.SerializableFunction;
import dev.brood.internal.batch.CallKind;
import dev.brood.internal.batch.TaskClock;
import dev.brood.internal.batch.TaskTerms;
import dev.brood.internal.call.CallTerms;
import dev.brood.internal.call.FutureCall;
import dev.brood.internal.call.RetryPolicy;
import dev.brood.internal.codec.CalledFunction;
import dev.brood.internal.engine.TaskEngine;
import dev.brood.process.CpuBudget;
import dev.brood.progress.ProgressListener;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A pool of workers, each a JVM of its own, that apply functions to items.
 *
 * <p>A worker may crash, run out of memory or be killed: exactly the task that it was running
 * fails, with a {@link dev.brood.exception.WorkerDiedException}, and the pool replaces the worker.
 * What the dead worker had not begun is given to another.
 *
 * <p>Functions, arguments and results are copied from JVM to JVM, so they must be {@link
 * java.io.Serializable}; lambdas and method references written at the call are. What cannot be sent
 * fails in the caller with a {@link dev.brood.exception.NotSendableException} that names the field.
 * A static variable has a value of its own in each worker.
 *
 * <p>What a task throws is thrown to its caller as itself if it is unchecked, with the frames of
 * the worker and then those of the caller, and as the cause of a {@link
 * java.util.concurrent.CompletionException} if it is checked. A throwable that cannot be rebuilt
 * here comes as a {@link dev.brood.exception.RemoteTaskException}.
 *
 * <p>Any thread may use a pool, virtual threads too; a waiting caller parks. Actions in a thread
 * before it hands a task to the pool happen before the task runs, as far as the task sees them at
 * all: it works on copies. What a task does happens before its result is returned.
 *
 * <p>A pool must be closed. {@link #close()} waits for what was submitted; the workers of a pool
 * that is forgotten end when it is garbage collected, and in any case with this JVM, however that
 * ends.
 *
 * {@snippet class = "dev.brood.samples.readme.SquaresSample" region = "squares"}
 */
public final class Pool implements AutoCloseable {

  private static final Cleaner FORGOTTEN = Cleaner.create();

  private final String name;
  private final TaskEngine engine;
  private final TaskOptions defaults;
  private final TaskTerms defaultTerms;
  private final RetryPolicy defaultRetries;
  private final TaskClock callClock = new TaskClock();
  private final AtomicLong lastCall = new AtomicLong(-1);
  private final AtomicLong lastMap = new AtomicLong();
  private final @Nullable ProgressReports reports;
  private final Cleaner.Cleanable cleanable;

  Pool(String name, TaskEngine engine, TaskOptions defaults, @Nullable ProgressListener progress) {
    this.name = name;
    this.engine = engine;
    this.defaults = defaults;
    this.defaultTerms = defaults.terms();
    this.defaultRetries = defaults.retryPolicy();
    this.reports = ProgressReports.to(progress, name);
    this.cleanable = FORGOTTEN.register(this, new Forgotten(name, engine));
    if (reports != null) {
      // Also when nobody waits for the end.
      engine.whenTerminated(reports::ended);
    }
  }

  private record Forgotten(String name, TaskEngine engine) implements Runnable {
    @Override
    public void run() {
      if (!engine.isShutdown()) {
        System.getLogger("dev.brood")
            .log(System.Logger.Level.WARNING, "pool={0} was never closed; close it", name);
        engine.shutdown();
      }
    }
  }

  /**
   * Returns a pool of so many child JVMs, which start at once.
   *
   * @throws IllegalArgumentException if {@code workers} is less than 1
   */
  public static Pool of(int workers) {
    return builder().workers(workers).build();
  }

  /** Returns a pool of as many child JVMs as this JVM may use processors, see {@link CpuBudget}. */
  public static Pool ofAllCores() {
    return builder().build();
  }

  /**
   * Returns a pool of so many threads of this JVM, for debugging and for tests. Nothing is copied
   * and nothing needs to be serializable, but a task that ends its process ends this one.
   *
   * @throws IllegalArgumentException if {@code workers} is less than 1
   */
  public static Pool threads(int workers) {
    return builder().workers(workers).inThisJvm().build();
  }

  /** Returns a builder with the defaults of {@link #ofAllCores()}. */
  public static Builder builder() {
    return new Builder();
  }

  // --- One call ---

  /**
   * Runs a task in a worker and returns its result.
   *
   * @throws dev.brood.exception.NotSendableException if the task cannot be sent, or its result
   * @throws dev.brood.exception.WorkerDiedException if the worker died while running it
   * @throws RejectedExecutionException if the pool is shut down
   * @throws java.util.concurrent.CancellationException if {@link #shutdownNow()} came first, or the
   *     thread was interrupted; its flag stays set, and the task is stopped
   */
  public <R> R apply(SerializableCallable<? extends R> task) {
    return await(task, defaultTerms());
  }

  /** Runs a task on its own terms; otherwise as {@link #apply(SerializableCallable)}. */
  public <R> R apply(SerializableCallable<? extends R> task, TaskOptions options) {
    return await(task, terms(options));
  }

  /** Applies a function in a worker; otherwise as {@link #apply(SerializableCallable)}. */
  public <T, R> R apply(SerializableFunction<? super T, ? extends R> function, T argument) {
    return await(called(function, argument), defaultTerms());
  }

  /** Applies a function of two arguments; otherwise as {@link #apply(SerializableCallable)}. */
  public <T, U, R> R apply(
      SerializableBiFunction<? super T, ? super U, ? extends R> function, T first, U second) {
    return await(new Calls.Two<T, U, R>(function, first, second), defaultTerms());
  }

  /** Returns a call of a function as a task. */
  static <T, R> SerializableCallable<R> called(
      SerializableFunction<? super T, ? extends R> function, T argument) {
    return new CalledFunction<T, R>(Objects.requireNonNull(function, "function"), argument);
  }

  private <R> R await(SerializableCallable<? extends R> task, CallTerms terms) {
    Objects.requireNonNull(task, "task");
    try {
      return Calls.await(engine, task, terms);
    } finally {
      // Else a pool that is never used again could be closed as forgotten during this very call.
      Reference.reachabilityFence(this);
    }
  }

  /** Runs a task and returns how it ended. */
  <R> Outcome<R> outcomeOf(SerializableCallable<? extends R> task) {
    try {
      return Calls.awaitOutcome(engine, task, defaultTerms());
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  private CallTerms defaultTerms() {
    return terms(defaultTerms, defaultRetries);
  }

  private CallTerms terms(TaskOptions options) {
    TaskOptions all = Objects.requireNonNull(options, "options").or(defaults);
    return terms(all.terms(), all.retryPolicy());
  }

  private CallTerms terms(TaskTerms task, RetryPolicy retries) {
    return new CallTerms(
        task, retries, lastCall.incrementAndGet(), callClock, ProgressReports.observer(reports));
  }

  /** Returns what tasks run on unless they say otherwise. */
  TaskOptions defaults() {
    return defaults;
  }

  /** Returns the number of a map that is called now, from 1. */
  long nextMap() {
    return lastMap.incrementAndGet();
  }

  /** Returns where tasks run. */
  TaskEngine engine() {
    return engine;
  }

  /**
   * Runs a task in a worker and returns the future of its result.
   *
   * <p>Cancelling the future with {@code cancel(true)} stops the task: it is never begun, or if it
   * runs its thread is interrupted, and its worker is killed and replaced if it goes on regardless
   * for longer than the pool's grace. With {@code cancel(false)} a task that runs goes on for
   * nobody.
   *
   * <p>Actions that were chained to the future before it ended run on a virtual thread of the pool
   * and may block. As of any {@code CompletableFuture}, those that are chained later run at once in
   * the thread that chains them, and those of a future that is cancelled, or completed by hand, in
   * the thread that does so.
   *
   * @throws dev.brood.exception.NotSendableException if the task cannot be sent
   * @throws RejectedExecutionException if the pool is shut down
   */
  public <R> CompletableFuture<R> applyAsync(SerializableCallable<? extends R> task) {
    return start(task, defaultTerms());
  }

  /** Runs a task on its own terms; as {@link #applyAsync(SerializableCallable)}. */
  public <R> CompletableFuture<R> applyAsync(
      SerializableCallable<? extends R> task, TaskOptions options) {
    return start(task, terms(options));
  }

  /** Applies a function; otherwise as {@link #applyAsync(SerializableCallable)}. */
  public <T, R> CompletableFuture<R> applyAsync(
      SerializableFunction<? super T, ? extends R> function, T argument) {
    return start(called(function, argument), defaultTerms());
  }

  /** Applies a function of two arguments; as {@link #applyAsync(SerializableCallable)}. */
  public <T, U, R> CompletableFuture<R> applyAsync(
      SerializableBiFunction<? super T, ? super U, ? extends R> function, T first, U second) {
    return start(new Calls.Two<T, U, R>(function, first, second), defaultTerms());
  }

  private <R> CompletableFuture<R> start(SerializableCallable<? extends R> task, CallTerms terms) {
    return FutureCall.start(engine, Objects.requireNonNull(task, "task"), terms);
  }

  /**
   * As {@link #applyAsync(SerializableCallable)}, and calls exactly one of two callbacks, once,
   * when the task has ended. The future completes after the callback has returned.
   */
  public <R> CompletableFuture<R> applyAsync(
      SerializableCallable<? extends R> task,
      Consumer<? super R> onSuccess,
      Consumer<? super Throwable> onFailure) {
    Objects.requireNonNull(onSuccess, "onSuccess");
    Objects.requireNonNull(onFailure, "onFailure");
    return Tasks.withCallbacks(this.<R>applyAsync(task), onSuccess, onFailure);
  }

  // --- Many items ---

  /** As {@link #map(SerializableFunction, Iterable, MapOptions)} with the default options. */
  public <T, R> List<R> map(
      SerializableFunction<? super T, ? extends R> function, Iterable<? extends T> items) {
    return map(function, items, MapOptions.defaults());
  }

  /**
   * Applies a function to each item and returns the results in the order of the items.
   *
   * <p>The function is sent to each worker once. Every item is run, also when others fail or cannot
   * be sent; then the failure with the lowest index is thrown.
   *
   * <p>The list cannot be changed. Results that are {@code Integer}s, {@code Long}s or {@code
   * Double}s may be kept without an object each: compare them by {@code equals}.
   *
   * @throws dev.brood.exception.NotSendableException if the function or an item cannot be sent
   * @throws RejectedExecutionException if the pool is shut down
   * @throws java.util.concurrent.CancellationException if {@link #shutdownNow()} came first, or the
   *     thread was interrupted; its flag stays set, and items that run are stopped
   */
  public <T, R> List<R> map(
      SerializableFunction<? super T, ? extends R> function,
      Iterable<? extends T> items,
      MapOptions options) {
    return new Mapping<R>(this, engine, function, CallKind.FUNCTION, items, options).toList();
  }

  /** As {@link #map(SerializableBiFunction, Iterable, Iterable, MapOptions)} with the defaults. */
  public <T, U, R> List<R> map(
      SerializableBiFunction<? super T, ? super U, ? extends R> function,
      Iterable<? extends T> first,
      Iterable<? extends U> second) {
    return map(function, first, second, MapOptions.defaults());
  }

  /**
   * Applies a function of two arguments to the items of two inputs, side by side, as long as both
   * have one; otherwise as {@link #map(SerializableFunction, Iterable, MapOptions)}. For more
   * inputs, make records of what belongs together and map over those.
   */
  public <T, U, R> List<R> map(
      SerializableBiFunction<? super T, ? super U, ? extends R> function,
      Iterable<? extends T> first,
      Iterable<? extends U> second,
      MapOptions options) {
    return starmap(function, Calls.pairs(first, second), options);
  }

  /** As {@link #mapOutcomes(SerializableFunction, Iterable, MapOptions)} with the defaults. */
  public <T, R> List<Outcome<R>> mapOutcomes(
      SerializableFunction<? super T, ? extends R> function, Iterable<? extends T> items) {
    return mapOutcomes(function, items, MapOptions.defaults());
  }

  /**
   * Applies a function to each item and returns how each of them ended, in the order of the items:
   * one bad item is one bad outcome. An item that cannot be sent, or that the pool does not take
   * any more, is refused; what the input itself throws is thrown. Of an input whose size is not
   * known nothing more is read after the pool was shut down, a {@linkplain MapOptions#withDeadline
   * deadline}, or the first failure of a map that is to {@linkplain MapOptions#withFailFast() fail
   * fast}: the list ends with what was read.
   *
   * @throws dev.brood.exception.NotSendableException if the function cannot be sent
   * @throws RejectedExecutionException if the pool is shut down
   * @throws java.util.concurrent.CancellationException if the thread was interrupted; its flag
   *     stays set, and items that run are stopped
   */
  public <T, R> List<Outcome<R>> mapOutcomes(
      SerializableFunction<? super T, ? extends R> function,
      Iterable<? extends T> items,
      MapOptions options) {
    return new Mapping<R>(this, engine, function, CallKind.FUNCTION, items, options).toOutcomes();
  }

  /**
   * As {@link #mapOutcomes(SerializableFunction, Iterable, MapOptions)}, lazily and bounded as
   * {@link #imap(SerializableFunction, Iterable, MapOptions)}, in the order of the items.
   */
  public <T, R> Stream<Outcome<R>> imapOutcomes(
      SerializableFunction<? super T, ? extends R> function,
      Iterable<? extends T> items,
      MapOptions options) {
    return new Mapping<R>(this, engine, function, CallKind.FUNCTION, items, options)
        .toOutcomeStream(true);
  }

  /**
   * As {@link #imapOutcomes(SerializableFunction, Iterable, MapOptions)}, in the order in which the
   * items end.
   */
  public <T, R> Stream<Outcome<R>> imapOutcomesUnordered(
      SerializableFunction<? super T, ? extends R> function,
      Iterable<? extends T> items,
      MapOptions options) {
    return new Mapping<R>(this, engine, function, CallKind.FUNCTION, items, options)
        .toOutcomeStream(false);
  }

  /** As {@link #mapAsync(SerializableFunction, Iterable, MapOptions)} with the default options. */
  public <T, R> CompletableFuture<List<R>> mapAsync(
      SerializableFunction<? super T, ? extends R> function, Iterable<? extends T> items) {
    return mapAsync(function, items, MapOptions.defaults());
  }

  /**
   * As {@link #map(SerializableFunction, Iterable, MapOptions)}, without waiting. The items are
   * listed before this returns; they are sent by a thread of the pool.
   *
   * <p>Cancelling the future with {@code cancel(true)} stops the map: items that no worker has
   * never begin, those that run are interrupted, and a worker that goes on regardless for longer
   * than the pool's grace is killed and replaced. With {@code cancel(false)}, and when the future
   * is completed otherwise, items that run go on for nobody.
   *
   * @throws dev.brood.exception.NotSendableException if the function cannot be sent; an item that
   *     cannot fails the future
   * @throws RejectedExecutionException if the pool is shut down
   */
  public <T, R> CompletableFuture<List<R>> mapAsync(
      SerializableFunction<? super T, ? extends R> function,
      Iterable<? extends T> items,
      MapOptions options) {
    return new Mapping<R>(this, engine, function, CallKind.FUNCTION, items, options).toFuture();
  }

  /**
   * As {@link #mapAsync(SerializableFunction, Iterable, MapOptions)}, and calls exactly one of two
   * callbacks, once, at the end. The future completes after the callback has returned.
   */
  public <T, R> CompletableFuture<List<R>> mapAsync(
      SerializableFunction<? super T, ? extends R> function,
      Iterable<? extends T> items,
      MapOptions options,
      Consumer<? super List<R>> onSuccess,
      Consumer<? super Throwable> onFailure) {
    Objects.requireNonNull(onSuccess, "onSuccess");
    Objects.requireNonNull(onFailure, "onFailure");
    return Tasks.withCallbacks(this.<T, R>mapAsync(function, items, options), onSuccess, onFailure);
  }

  /** As {@link #starmap(SerializableBiFunction, Iterable, MapOptions)} with the default options. */
  public <T, U, R> List<R> starmap(
      SerializableBiFunction<? super T, ? super U, ? extends R> function,
      Iterable<? extends Map.Entry<? extends T, ? extends U>> pairs) {
    return starmap(function, pairs, MapOptions.defaults());
  }

  /** Applies a function of two arguments to pairs; otherwise as {@code map}. */
  public <T, U, R> List<R> starmap(
      SerializableBiFunction<? super T, ? super U, ? extends R> function,
      Iterable<? extends Map.Entry<? extends T, ? extends U>> pairs,
      MapOptions options) {
    Objects.requireNonNull(pairs, "pairs");
    return new Mapping<R>(this, engine, function, CallKind.BI_FUNCTION, pairs, options).toList();
  }

  /** As {@code starmapAsync} with the default options. */
  public <T, U, R> CompletableFuture<List<R>> starmapAsync(
      SerializableBiFunction<? super T, ? super U, ? extends R> function,
      Iterable<? extends Map.Entry<? extends T, ? extends U>> pairs) {
    return starmapAsync(function, pairs, MapOptions.defaults());
  }

  /** Applies a function of two arguments to pairs; otherwise as {@code mapAsync}. */
  public <T, U, R> CompletableFuture<List<R>> starmapAsync(
      SerializableBiFunction<? super T, ? super U, ? extends R> function,
      Iterable<? extends Map.Entry<? extends T, ? extends U>> pairs,
      MapOptions options) {
    Objects.requireNonNull(pairs, "pairs");
    return new Mapping<R>(this, engine, function, CallKind.BI_FUNCTION, pairs, options).toFuture();
  }

  /** As {@link #imap(SerializableFunction, Iterable, MapOptions)} with the default options. */
  public <T, R> Stream<R> imap(
      SerializableFunction<? super T, ? extends R> function, Iterable<? extends T> items) {
    return imap(function, items, MapOptions.defaults());
  }

  /**
   * Applies a function to each item as the results are asked for, in the order of the items.
   *
   * <p>The stream is lazy and bounded: the input, which may be infinite, is read by the thread that
   * consumes the stream, and only a window ahead of it. Nothing is read before the terminal
   * operation. The stream is sequential; one that is not consumed to its end should be closed,
   * which withdraws the items that no worker has. A failed item throws where its result would have
   * been and ends the stream; with {@link MapOptions#withFailFast()} it throws as soon as a result
   * is asked for after it has failed, and items that run are stopped.
   *
   * @throws dev.brood.exception.NotSendableException if the function cannot be sent; for an item
   *     that cannot, at its place in the stream
   * @throws RejectedExecutionException if the pool is shut down
   * @throws java.util.concurrent.CancellationException by the terminal operation, if its thread was
   *     interrupted; its flag stays set, and items that run are stopped
   */
  public <T, R> Stream<R> imap(
      SerializableFunction<? super T, ? extends R> function,
      Iterable<? extends T> items,
      MapOptions options) {
    return new Mapping<R>(this, engine, function, CallKind.FUNCTION, items, options).toStream(true);
  }

  /**
   * Applies a function of two arguments to the items of two inputs, side by side, as long as both
   * have one; otherwise as {@link #imap(SerializableFunction, Iterable, MapOptions)}.
   */
  public <T, U, R> Stream<R> imap(
      SerializableBiFunction<? super T, ? super U, ? extends R> function,
      Iterable<? extends T> first,
      Iterable<? extends U> second,
      MapOptions options) {
    Iterable<Map.Entry<T, U>> pairs = Calls.pairs(first, second);
    return new Mapping<R>(this, engine, function, CallKind.BI_FUNCTION, pairs, options)
        .toStream(true);
  }

  /** As {@link #imap(SerializableFunction, Iterable)} over the elements of a stream. */
  public <T, R> Stream<R> imap(
      SerializableFunction<? super T, ? extends R> function, Stream<? extends T> items) {
    return imap(function, items, MapOptions.defaults());
  }

  /**
   * As {@link #imap(SerializableFunction, Iterable, MapOptions)} over the elements of a stream,
   * which is closed with the result.
   */
  public <T, R> Stream<R> imap(
      SerializableFunction<? super T, ? extends R> function,
      Stream<? extends T> items,
      MapOptions options) {
    return this.<T, R>imap(function, Calls.once(items), options).onClose(items::close);
  }

  /** As {@code imapUnordered} with the default options. */
  public <T, R> Stream<R> imapUnordered(
      SerializableFunction<? super T, ? extends R> function, Iterable<? extends T> items) {
    return imapUnordered(function, items, MapOptions.defaults());
  }

  /**
   * As {@link #imap(SerializableFunction, Iterable, MapOptions)}, in the order in which results
   * arrive.
   */
  public <T, R> Stream<R> imapUnordered(
      SerializableFunction<? super T, ? extends R> function,
      Iterable<? extends T> items,
      MapOptions options) {
    return new Mapping<R>(this, engine, function, CallKind.FUNCTION, items, options)
        .toStream(false);
  }

  /**
   * As {@link #imap(SerializableBiFunction, Iterable, Iterable, MapOptions)}, in the order in which
   * results arrive.
   */
  public <T, U, R> Stream<R> imapUnordered(
      SerializableBiFunction<? super T, ? super U, ? extends R> function,
      Iterable<? extends T> first,
      Iterable<? extends U> second,
      MapOptions options) {
    Iterable<Map.Entry<T, U>> pairs = Calls.pairs(first, second);
    return new Mapping<R>(this, engine, function, CallKind.BI_FUNCTION, pairs, options)
        .toStream(false);
  }

  /** As {@code imapUnordered} over the elements of a stream. */
  public <T, R> Stream<R> imapUnordered(
      SerializableFunction<? super T, ? extends R> function, Stream<? extends T> items) {
    return imapUnordered(function, items, MapOptions.defaults());
  }

  /** As {@code imapUnordered} over the elements of a stream, which is closed with the result. */
  public <T, R> Stream<R> imapUnordered(
      SerializableFunction<? super T, ? extends R> function,
      Stream<? extends T> items,
      MapOptions options) {
    return this.<T, R>imapUnordered(function, Calls.once(items), options).onClose(items::close);
  }

  // --- The pool itself ---

  /** Returns the name, which threads and messages carry. */
  public String name() {
    return name;
  }

  /** Returns how many tasks can run at the same time. */
  public int workers() {
    return engine.parallelism();
  }

  /** Returns the process ids of the workers that have joined and live; empty for threads. */
  public List<Long> workerPids() {
    return engine.workerPids();
  }

  /**
   * Changes how many workers the pool has, while it runs. More are started when they are needed;
   * surplus ones end when they have done what they have.
   *
   * @throws IllegalArgumentException if {@code workers} is less than 1
   */
  public void resize(int workers) {
    engine.resize(PoolBuilder.positive("workers", workers));
  }

  /** Returns what the pool is doing and has done. */
  public PoolStats stats() {
    return PoolStats.of(engine.state());
  }

  /**
   * Returns how the exit hooks of workers ended so far, in no order; after {@link #close()} those
   * of all workers that ended in peace, or of the last thousand of them.
   */
  public <R> List<Outcome<R>> exitResults() {
    return Calls.outcomes(engine.exitResults());
  }

  /** Takes no more work. What was submitted is done, then the workers end. Does not wait. */
  public void shutdown() {
    engine.shutdown();
    cleanable.clean();
  }

  /**
   * Takes no more work and stops: what waits and what runs fails with a {@link
   * java.util.concurrent.CancellationException}, and the workers are ended, with SIGTERM and a
   * second later with SIGKILL, those that are still starting with SIGKILL at once. Does not wait.
   * Threads of this JVM are interrupted instead. {@link #shutdownReport()} says who had to be
   * killed.
   */
  public void shutdownNow() {
    engine.shutdownNow();
    cleanable.clean();
  }

  /** Tells whether the pool takes no more work. */
  public boolean isShutdown() {
    return engine.isShutdown();
  }

  /** Tells whether nothing runs and no worker is left. */
  public boolean isTerminated() {
    return engine.isTerminated();
  }

  /**
   * Waits until nothing runs and no worker is left after a shutdown.
   *
   * @return false when the time ran out
   */
  public boolean awaitTermination(Duration timeout) throws InterruptedException {
    boolean terminated = engine.awaitTermination(timeout);
    if (terminated && reports != null) {
      reports.ended();
    }
    return terminated;
  }

  /**
   * Returns which workers did not end as they were told, and what it took to end them.
   *
   * @throws IllegalStateException if the pool has not terminated yet, see {@link #isTerminated()}
   */
  public ShutdownReport shutdownReport() {
    if (!engine.isTerminated()) {
      throw new IllegalStateException(
          "pool=" + name + " has not terminated yet; close it, or await its termination");
    }
    return ShutdownReport.of(engine.forcedEnds());
  }

  /**
   * Shuts down and waits until everything that was submitted is done and no worker is left. If the
   * thread is interrupted meanwhile, stops as by {@link #shutdownNow()}, waits for that, and leaves
   * the flag set.
   *
   * <p>When the last task is done each worker has 5 s for its exit hook and its end; see {@link
   * #shutdownReport()}. On Linux nothing runs then that tasks have started, but for processes that
   * were started without the variable {@code BROOD_CHILD}.
   */
  @Override
  public void close() {
    shutdown();
    boolean interrupted = false;
    while (!engine.isTerminated()) {
      try {
        engine.awaitTermination(Duration.ofDays(1));
      } catch (InterruptedException e) {
        interrupted = true;
        shutdownNow();
      }
    }
    if (reports != null) {
      reports.ended();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public String toString() {
    return "Pool[name=" + name + ", workers=" + workers() + "]";
  }

  /** When the workers of a pool start. */
  public enum WorkerStart {
    /** All with the pool. */
    AT_ONCE,
    /** Each when there is work and no idle worker. */
    ON_DEMAND
  }

  /** How a pool and its workers exchange bytes. */
  public enum Transport {
    /** Through rings in memory that both map; the fastest. */
    RING,
    /** Through a Unix-domain socket alone: needs no shared memory. */
    SOCKET
  }

  /** Builds a {@link Pool}. Not safe for concurrent use; may build several pools. */
  public static final class Builder extends PoolBuilder<Builder> {

    private Builder() {}

    @Override
    Builder self() {
      return this;
    }

    /**
     * Opens the pool. Returns while the workers are still coming up, unless there is an
     * initializer: then it waits until all of them have run it; where workers start on demand, one
     * is started for that.
     *
     * @throws dev.brood.exception.NotSendableException if the initializer cannot be sent
     * @throws dev.brood.exception.ProcessStartException if there is an initializer and no worker
     *     can be started to run it; without one the calls of the pool fail with a {@link
     *     dev.brood.exception.BrokenPoolException}
     * @throws dev.brood.exception.TaskTimeoutException if the initializer takes longer than {@link
     *     #initializerTimeout}
     * @throws RuntimeException what the initializer threw, if unchecked
     * @throws java.util.concurrent.CompletionException with what it threw, if checked
     * @throws java.util.concurrent.CancellationException if the thread was interrupted
     * @throws IllegalStateException if a static initializer that runs while a child decodes its
     *     task calls this
     */
    public Pool build() {
      String name = nextName();
      return new Pool(name, open(name), taskDefaults(), progress());
    }
  }
}
