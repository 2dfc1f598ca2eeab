package dev.brood.pool;

import dev.brood.function.SerializableBiFunction;
import dev.brood.function.SerializableCallable;
import dev.brood.function.SerializableConsumer;
import dev.brood.function.SerializableFunction;
import dev.brood.function.SerializableRunnable;
import dev.brood.internal.child.ChildIdentity;
import dev.brood.internal.launch.LaunchSpec;
import dev.brood.internal.supervise.CallKind;
import dev.brood.internal.supervise.FutureCall;
import dev.brood.internal.supervise.PoolSettings;
import dev.brood.internal.supervise.ProcessEngine;
import dev.brood.internal.supervise.TaskClock;
import dev.brood.internal.supervise.TaskEngine;
import dev.brood.internal.supervise.ThreadEngine;
import dev.brood.jvm.JvmOptions;
import dev.brood.jvm.StartMethod;
import dev.brood.jvm.Stdio;
import dev.brood.process.CpuBudget;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
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
  private final TaskClock callClock = new TaskClock();
  private final Cleaner.Cleanable cleanable;

  private Pool(String name, TaskEngine engine) {
    this.name = name;
    this.engine = engine;
    this.cleanable = FORGOTTEN.register(this, new Forgotten(name, engine));
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
   *     thread was interrupted; its flag stays set
   */
  public <R> R apply(SerializableCallable<? extends R> task) {
    return await(task);
  }

  /** Applies a function in a worker; otherwise as {@link #apply(SerializableCallable)}. */
  public <T, R> R apply(SerializableFunction<? super T, ? extends R> function, T argument) {
    return await(new Calls.One<T, R>(function, argument));
  }

  /** Applies a function of two arguments; otherwise as {@link #apply(SerializableCallable)}. */
  public <T, U, R> R apply(
      SerializableBiFunction<? super T, ? super U, ? extends R> function, T first, U second) {
    return await(new Calls.Two<T, U, R>(function, first, second));
  }

  private <R> R await(SerializableCallable<? extends R> task) {
    try {
      return Calls.await(engine, task, callClock);
    } finally {
      // Else a pool that is never used again could be closed as forgotten during this very call.
      Reference.reachabilityFence(this);
    }
  }

  /**
   * Runs a task in a worker and returns the future of its result. Cancelling the future takes the
   * task back if no worker has it yet.
   *
   * <p>Actions chained to the future run on a virtual thread of the pool and may block.
   *
   * @throws dev.brood.exception.NotSendableException if the task cannot be sent
   * @throws RejectedExecutionException if the pool is shut down
   */
  public <R> CompletableFuture<R> applyAsync(SerializableCallable<? extends R> task) {
    return FutureCall.start(engine, task, callClock);
  }

  /** Applies a function; otherwise as {@link #applyAsync(SerializableCallable)}. */
  public <T, R> CompletableFuture<R> applyAsync(
      SerializableFunction<? super T, ? extends R> function, T argument) {
    return FutureCall.start(engine, new Calls.One<T, R>(function, argument), callClock);
  }

  /** Applies a function of two arguments; as {@link #applyAsync(SerializableCallable)}. */
  public <T, U, R> CompletableFuture<R> applyAsync(
      SerializableBiFunction<? super T, ? super U, ? extends R> function, T first, U second) {
    return FutureCall.start(engine, new Calls.Two<T, U, R>(function, first, second), callClock);
  }

  /**
   * As {@link #applyAsync(SerializableCallable)}, and calls exactly one of two callbacks, once,
   * when the task has ended. The future completes after the callback has returned.
   */
  public <R> CompletableFuture<R> applyAsync(
      SerializableCallable<? extends R> task,
      Consumer<? super R> onSuccess,
      Consumer<? super Throwable> onFailure) {
    return this.<R>applyAsync(task).whenComplete(callbacks(onSuccess, onFailure));
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
   * <p>The function is sent to each worker once. Every item is run, also when others fail; then the
   * failure with the lowest index is thrown.
   *
   * @throws dev.brood.exception.NotSendableException if the function or an item cannot be sent
   * @throws RejectedExecutionException if the pool is shut down
   * @throws java.util.concurrent.CancellationException if {@link #shutdownNow()} came first, or the
   *     thread was interrupted; its flag stays set
   */
  public <T, R> List<R> map(
      SerializableFunction<? super T, ? extends R> function,
      Iterable<? extends T> items,
      MapOptions options) {
    return new Mapping<R>(this, engine, function, CallKind.FUNCTION, items, options).toList();
  }

  /** As {@link #mapAsync(SerializableFunction, Iterable, MapOptions)} with the default options. */
  public <T, R> CompletableFuture<List<R>> mapAsync(
      SerializableFunction<? super T, ? extends R> function, Iterable<? extends T> items) {
    return mapAsync(function, items, MapOptions.defaults());
  }

  /**
   * As {@link #map(SerializableFunction, Iterable, MapOptions)}, without waiting. The items are
   * listed before this returns; they are sent by a thread of the pool. Cancelling the future
   * withdraws the items that no worker has.
   *
   * @throws dev.brood.exception.NotSendableException if the function cannot be sent; an item that
   *     cannot fails the future
   * @throws RejectedExecutionException if the pool is shut down
   */
  public <T, R> CompletableFuture<List<R>> mapAsync(
      SerializableFunction<? super T, ? extends R> function,
      Iterable<? extends T> items,
      MapOptions options) {
    return new Mapping<R>(this, engine, function, CallKind.FUNCTION, items, options).toFuture(name);
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
    return this.<T, R>mapAsync(function, items, options)
        .whenComplete(callbacks(onSuccess, onFailure));
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
    return new Mapping<R>(this, engine, function, CallKind.BI_FUNCTION, pairs, options)
        .toFuture(name);
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
   * been and ends the stream.
   *
   * @throws dev.brood.exception.NotSendableException if the function cannot be sent; for an item
   *     that cannot, at its place in the stream
   * @throws RejectedExecutionException if the pool is shut down
   */
  public <T, R> Stream<R> imap(
      SerializableFunction<? super T, ? extends R> function,
      Iterable<? extends T> items,
      MapOptions options) {
    return new Mapping<R>(this, engine, function, CallKind.FUNCTION, items, options).toStream(true);
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

  private static <R> BiConsumer<R, Throwable> callbacks(
      Consumer<? super R> onSuccess, Consumer<? super Throwable> onFailure) {
    return (result, failure) -> {
      if (failure == null) {
        onSuccess.accept(result);
      } else {
        onFailure.accept(failure);
      }
    };
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

  /** Takes no more work. What was submitted is done, then the workers end. Does not wait. */
  public void shutdown() {
    engine.shutdown();
    cleanable.clean();
  }

  /**
   * Takes no more work and stops: what waits and what runs fails with a {@link
   * java.util.concurrent.CancellationException}, and the workers are ended, with SIGTERM and a
   * second later with SIGKILL. Does not wait. Threads of this JVM are interrupted instead.
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
    return engine.awaitTermination(timeout);
  }

  /**
   * Shuts down and waits until everything that was submitted is done and no worker is left. If the
   * thread is interrupted meanwhile, stops as by {@link #shutdownNow()}, waits for that, and leaves
   * the flag set.
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
  public static final class Builder {

    private static final AtomicInteger LAST_POOL = new AtomicInteger();

    private int workers;
    private @Nullable String name;
    private WorkerStart start = WorkerStart.AT_ONCE;
    private Transport transport = Transport.RING;
    private int tasksPerWorker = Integer.MAX_VALUE;
    private @Nullable SerializableRunnable initializer;
    private JvmOptions jvm = JvmOptions.defaults();
    private Stdio stdio = Stdio.forward();
    private @Nullable StartMethod method;
    private boolean inThisJvm;

    private Builder() {}

    /**
     * Sets how many workers the pool has; by default as many as this JVM may use processors, see
     * {@link CpuBudget}.
     *
     * @throws IllegalArgumentException if {@code count} is less than 1
     */
    public Builder workers(int count) {
      workers = positive("workers", count);
      return this;
    }

    /** Sets the name, which threads and messages carry; by default {@code pool-N}. */
    public Builder name(String given) {
      name = Objects.requireNonNull(given, "name");
      return this;
    }

    /** Sets when workers start; by default all at once. */
    public Builder start(WorkerStart when) {
      start = Objects.requireNonNull(when, "start");
      return this;
    }

    /** Sets how bytes are exchanged; by default through rings. */
    public Builder transport(Transport way) {
      transport = Objects.requireNonNull(way, "transport");
      return this;
    }

    /**
     * Sets after how many tasks a worker is replaced by a fresh one; by default never. Each item of
     * a map is a task.
     *
     * @throws IllegalArgumentException if {@code count} is less than 1
     */
    public Builder maxTasksPerWorker(int count) {
      tasksPerWorker = positive("maxTasksPerWorker", count);
      return this;
    }

    /**
     * Sets what each worker does before its first task. If it throws, {@link #build()} throws the
     * same, and a pool whose workers start later is broken.
     */
    public Builder initializer(SerializableRunnable first) {
      initializer = Objects.requireNonNull(first, "initializer");
      return this;
    }

    /** Sets what each worker does before its first task, and its argument. */
    public <T> Builder initializer(SerializableConsumer<? super T> first, T argument) {
      Objects.requireNonNull(first, "initializer");
      return initializer(() -> first.accept(argument));
    }

    /** Sets how the JVMs of the workers are started: heap, flags, class path, environment, JDK. */
    public Builder jvm(JvmOptions options) {
      jvm = Objects.requireNonNull(options, "jvm");
      return this;
    }

    /** Sets what happens to the workers' standard streams; by default lines are forwarded. */
    public Builder stdio(Stdio streams) {
      stdio = Objects.requireNonNull(streams, "stdio");
      return this;
    }

    /**
     * Sets where the JVMs of the workers come from, also of those that replace others; by default
     * as {@link StartMethod#ofThisJvm} says.
     */
    public Builder startMethod(StartMethod from) {
      method = Objects.requireNonNull(from, "startMethod");
      return this;
    }

    /** Has the pool run on threads of this JVM; see {@link Pool#threads}. */
    public Builder inThisJvm() {
      inThisJvm = true;
      return this;
    }

    /**
     * Opens the pool. Returns while the workers are still coming up, unless there is an initializer
     * and they start at once: then it waits until all of them have run it.
     *
     * @throws dev.brood.exception.NotSendableException if the initializer cannot be sent
     * @throws dev.brood.exception.ProcessStartException if no worker can be started
     * @throws RuntimeException what the initializer threw, if unchecked
     * @throws java.util.concurrent.CompletionException with what it threw, if checked
     * @throws java.util.concurrent.CancellationException if the thread was interrupted
     * @throws IllegalStateException if a static initializer that runs while a child decodes its
     *     task calls this
     */
    public Pool build() {
      int count = workers == 0 ? CpuBudget.detect().processors() : workers;
      String given = name != null ? name : "pool-" + LAST_POOL.incrementAndGet();
      try {
        TaskEngine engine =
            inThisJvm ? ThreadEngine.open(given, count, initializer) : processes(given, count);
        return new Pool(given, engine);
      } catch (ExecutionException e) {
        throw Calls.raise(Objects.requireNonNullElse(e.getCause(), e));
      } catch (InterruptedException e) {
        throw Calls.interrupted(e);
      }
    }

    private TaskEngine processes(String given, int count)
        throws InterruptedException, ExecutionException {
      ChildIdentity.mayStartChildren();
      SerializableRunnable first = initializer;
      PoolSettings settings =
          new PoolSettings(
              given,
              count,
              start == WorkerStart.AT_ONCE,
              tasksPerWorker,
              first == null ? null : new Calls.Initialize(first));
      return ProcessEngine.open(
          settings,
          LaunchSpec.of(given, jvm, stdio, method == null ? StartMethod.ofThisJvm() : method),
          ChildIdentity.invitation(true, true),
          transport == Transport.RING);
    }

    private static int positive(String what, int count) {
      if (count < 1) {
        throw new IllegalArgumentException(what + "=" + count + " must be at least 1");
      }
      return count;
    }
  }
}
