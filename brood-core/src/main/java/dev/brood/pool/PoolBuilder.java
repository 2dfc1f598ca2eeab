package dev.brood.pool;

import dev.brood.function.SerializableCallable;
import dev.brood.function.SerializableConsumer;
import dev.brood.function.SerializableRunnable;
import dev.brood.internal.child.ChildIdentity;
import dev.brood.internal.command.LaunchSpec;
import dev.brood.internal.engine.ProcessEngine;
import dev.brood.internal.engine.TaskEngine;
import dev.brood.internal.engine.ThreadEngine;
import dev.brood.internal.fork.Fork;
import dev.brood.internal.supervise.PoolSettings;
import dev.brood.internal.util.Deadline;
import dev.brood.jvm.ForkScope;
import dev.brood.jvm.JvmOptions;
import dev.brood.jvm.StartMethod;
import dev.brood.jvm.Stdio;
import dev.brood.process.CpuBudget;
import dev.brood.progress.ProgressBar;
import dev.brood.progress.ProgressListener;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * What pools and executors can be told when they are made. Not safe for concurrent use.
 *
 * @param <B> the type of the builder itself
 */
public abstract sealed class PoolBuilder<B extends PoolBuilder<B>>
    permits Pool.Builder, ProcessPoolExecutor.Builder {

  private static final AtomicInteger LAST_POOL = new AtomicInteger();
  private static final Duration GRACE = Duration.ofMillis(500);
  private static final Duration STORM = Duration.ofSeconds(10);
  private static final int STORM_DEATHS = 20;

  private int workers;
  private @Nullable String name;
  private Pool.WorkerStart start = Pool.WorkerStart.AT_ONCE;
  private Pool.Transport transport = Pool.Transport.RING;
  private int tasksPerWorker = Integer.MAX_VALUE;
  private Duration maxAge = Duration.ZERO;
  private Duration idleTimeout = Duration.ZERO;
  private Duration grace = GRACE;
  private MemoryLimits memory = MemoryLimits.none();
  private int maxDeaths;
  private Duration deathsWithin = STORM;
  private @Nullable Long seed;
  private @Nullable SerializableRunnable initializer;
  private Duration initializerTimeout = Duration.ZERO;
  private @Nullable SerializableCallable<?> exitHook;
  private TaskOptions tasks = TaskOptions.defaults();
  private JvmOptions jvm = JvmOptions.defaults();
  private Stdio stdio = Stdio.forward();
  private @Nullable StartMethod method;
  private @Nullable ProgressListener progress;
  private boolean inThisJvm;

  PoolBuilder() {}

  /** Returns this builder. */
  abstract B self();

  /**
   * Sets how many workers there are; by default as many as this JVM may use processors, see {@link
   * CpuBudget}: in a task, the worker's part of them.
   *
   * @throws IllegalArgumentException if {@code count} is less than 1
   */
  public B workers(int count) {
    workers = positive("workers", count);
    return self();
  }

  /** Sets the name, which threads and messages carry; by default {@code pool-N}. */
  public B name(String given) {
    name = Objects.requireNonNull(given, "name");
    return self();
  }

  /** Sets when workers start. */
  public B start(Pool.WorkerStart when) {
    start = Objects.requireNonNull(when, "start");
    return self();
  }

  /** Sets how bytes are exchanged; by default through rings. */
  public B transport(Pool.Transport way) {
    transport = Objects.requireNonNull(way, "transport");
    return self();
  }

  /**
   * Sets after how many tasks a worker is replaced by a fresh one; by default never. Each item of a
   * map is a task. No worker runs more; one runs fewer if some of the last that it was given are
   * cancelled, or are given to another worker that has nothing to do: its replacement starts when
   * it is given its last.
   *
   * @throws IllegalArgumentException if {@code count} is less than 1
   */
  public B maxTasksPerWorker(int count) {
    tasksPerWorker = positive("maxTasksPerWorker", count);
    return self();
  }

  /**
   * Sets how old a worker gets before it is replaced by a fresh one, which is started first; by
   * default, and with {@link Duration#ZERO}, there is no limit.
   *
   * @throws IllegalArgumentException if it is negative
   */
  public B maxWorkerAge(Duration age) {
    maxAge = notNegative("maxWorkerAge", age);
    return self();
  }

  /**
   * Sets how long a worker may have nothing to do before it ends; by default, and with {@link
   * Duration#ZERO}, it stays. Another one starts when there is work.
   *
   * @throws IllegalArgumentException if it is negative
   */
  public B idleTimeout(Duration idle) {
    idleTimeout = notNegative("idleTimeout", idle);
    return self();
  }

  /** Sets when workers use too much memory; by default there are no limits but that of the heap. */
  public B memory(MemoryLimits limits) {
    memory = Objects.requireNonNull(limits, "memory");
    return self();
  }

  /**
   * Sets how large each worker's heap may get; as {@link JvmOptions#withHeap}.
   *
   * <p>By default all pools of this JVM share what memory there is: that of the machine or the
   * control group, less the heap of this JVM. A pool that opens gets two thirds of what is left for
   * the heaps of its workers, each the same, and gives it back when its last worker has ended. A
   * heap is never larger than a JVM would choose by itself, a quarter of the memory, so that small
   * pools are not told anything; and not smaller than a 64th of the memory, or 64 MB, so that very
   * many workers may exceed what there is. Pools that a worker opens share what was left when it
   * was started.
   *
   * @param size for example {@code 512m}; it is taken as it is, and pools that open later get less
   */
  public B heap(String size) {
    jvm = jvm.withHeap(size);
    return self();
  }

  /** Sets on which terms tasks run that do not say otherwise. */
  public B tasks(TaskOptions terms) {
    tasks = Objects.requireNonNull(terms, "tasks");
    return self();
  }

  /**
   * Sets how long a task may run that does not say otherwise; see {@link TaskOptions#timeout()}.
   *
   * @throws IllegalArgumentException if it is negative
   */
  public B taskTimeout(Duration limit) {
    tasks = tasks.withTimeout(limit);
    return self();
  }

  /** Sets whether a task that fails is run again, if it does not say otherwise itself. */
  public B retries(Retries policy) {
    tasks = tasks.withRetries(policy);
    return self();
  }

  /**
   * Sets how long a task may go on after it was interrupted, because it was cancelled or exceeded a
   * limit, before its worker is killed; by default 500 ms.
   *
   * @throws IllegalArgumentException if it is negative
   */
  public B interruptGrace(Duration time) {
    grace = notNegative("interruptGrace", time);
    return self();
  }

  /**
   * Sets when too many workers have died: more than so many within so long. The pool then breaks,
   * and everything that waits fails with a {@link dev.brood.exception.BrokenPoolException}. By
   * default 20 within 10 s, or 10 for each worker if that is more. Workers that the pool itself
   * ends do not count, nor those whose heap a task has filled. Three workers in a row that cannot
   * be started break the pool whatever the limit is; one that a signal from outside ends while it
   * starts is a death.
   *
   * @throws IllegalArgumentException if {@code deaths} is less than 1 or the time is negative
   */
  public B restartLimit(int deaths, Duration within) {
    maxDeaths = positive("deaths", deaths);
    deathsWithin = notNegative("within", within);
    return self();
  }

  /** Sets what {@link TaskContext#random()} follows from; by default another one for each pool. */
  public B seed(long number) {
    seed = number;
    return self();
  }

  /**
   * Sets what each worker does before its first task. Making the pool waits until the workers that
   * start with it have done it, of those that start on demand one; if it throws there, making the
   * pool throws the same. If it throws in a worker that starts later, the pool is broken.
   */
  public B initializer(SerializableRunnable first) {
    initializer = Objects.requireNonNull(first, "initializer");
    return self();
  }

  /** Sets what each worker does before its first task, and its argument. */
  public <T> B initializer(SerializableConsumer<? super T> first, T argument) {
    Objects.requireNonNull(first, "initializer");
    return initializer(() -> first.accept(argument));
  }

  /**
   * Sets how long the initializer may take in each worker. One that takes longer is interrupted and
   * has failed with a {@link dev.brood.exception.TaskTimeoutException}: making the pool throws
   * that, and a pool whose workers start later is broken. By default, and with {@link
   * Duration#ZERO}, there is no limit, and making a pool waits for an initializer that hangs until
   * the thread is interrupted.
   *
   * @throws IllegalArgumentException if it is negative
   */
  public B initializerTimeout(Duration limit) {
    initializerTimeout = notNegative("initializerTimeout", limit);
    return self();
  }

  /**
   * Sets what each worker does after its last task, when it ends in peace: when the pool is closed,
   * and when the worker is replaced or was idle for too long. What it returns is in {@link
   * Pool#exitResults()}. It has 5 s.
   */
  public B exitHook(SerializableCallable<?> last) {
    exitHook = Objects.requireNonNull(last, "exitHook");
    return self();
  }

  /** Sets how the JVMs of the workers are started: heap, flags, class path, environment, JDK. */
  public B jvm(JvmOptions options) {
    jvm = Objects.requireNonNull(options, "jvm");
    return self();
  }

  /** Sets what happens to the workers' standard streams; by default lines are forwarded. */
  public B stdio(Stdio streams) {
    stdio = Objects.requireNonNull(streams, "stdio");
    return self();
  }

  /**
   * Sets where the JVMs of the workers come from, also of those that replace others; by default as
   * {@link StartMethod#ofThisJvm} says.
   */
  public B startMethod(StartMethod from) {
    method = Objects.requireNonNull(from, "startMethod").requireAvailable();
    return self();
  }

  /**
   * Sets who is told how the single calls go, as {@code apply} and {@code submit} make them; a map
   * has a listener of its own, see {@link MapOptions#withProgress}. The total is what was submitted
   * so far; the run is over when the pool has ended.
   */
  public B progress(ProgressListener listener) {
    progress = Objects.requireNonNull(listener, "progress");
    return self();
  }

  /** Shows how the single calls go by a bar of that name; as {@link #progress}. */
  public B progressBar(String label) {
    return progress(ProgressBar.onStderr().named(label));
  }

  /** Has the workers be threads of this JVM; see {@link Pool#threads}. */
  public B inThisJvm() {
    inThisJvm = true;
    return self();
  }

  TaskOptions taskDefaults() {
    return tasks;
  }

  @Nullable ProgressListener progress() {
    return progress;
  }

  String nextName() {
    return name != null ? name : "pool-" + LAST_POOL.incrementAndGet();
  }

  /** Opens an engine as this builder says. */
  TaskEngine open(String given) {
    int count = workers == 0 ? CpuBudget.detect().processors() : workers;
    try {
      SerializableRunnable own = initializer;
      SerializableCallable<Boolean> first = own == null ? null : new Calls.Initialize(own);
      if (inThisJvm) {
        return ThreadEngine.open(settings(given, count, first));
      }
      ChildIdentity.mayStartChildren();
      StartMethod from = method == null ? StartMethod.ofThisJvm() : method;
      LaunchSpec spec = LaunchSpec.of(given, jvm, stdio, from);
      if (from == StartMethod.FORK) {
        ForkScope scope = ForkScope.ofThisJvm().orElseThrow();
        Fork fork = Fork.of(scope, jvm, first == null ? new Calls.Nothing() : first, "initializer");
        spec = spec.withOverlay(fork.overlay());
        first = fork.call();
      }
      return ProcessEngine.open(
          settings(given, count, first),
          spec,
          ChildIdentity.invitation(true, true),
          transport == Pool.Transport.RING);
    } catch (ExecutionException e) {
      throw Calls.raise(Objects.requireNonNullElse(e.getCause(), e));
    } catch (InterruptedException e) {
      throw Calls.interrupted(e);
    }
  }

  private PoolSettings settings(
      String given, int count, @Nullable SerializableCallable<Boolean> first) {
    Long fixed = seed;
    return new PoolSettings(
        given,
        count,
        start == Pool.WorkerStart.AT_ONCE,
        first == null
            ? null
            : new PoolSettings.Initializer(
                first, initializer != null, Deadline.nanos(initializerTimeout)),
        exitHook,
        fixed == null ? ThreadLocalRandom.current().nextLong() : fixed,
        new PoolSettings.WorkerLife(
            tasksPerWorker,
            Deadline.nanos(maxAge),
            Deadline.nanos(idleTimeout),
            Deadline.nanos(grace),
            memory.terms()),
        new PoolSettings.MaxDeaths(
            maxDeaths == 0 ? Math.max(STORM_DEATHS, 10 * count) : maxDeaths,
            Deadline.nanos(deathsWithin)));
  }

  static int positive(String what, int count) {
    if (count < 1) {
      throw new IllegalArgumentException(what + "=" + count + " must be at least 1");
    }
    return count;
  }

  private static Duration notNegative(String what, Duration time) {
    if (Objects.requireNonNull(time, what).isNegative()) {
      throw new IllegalArgumentException(what + "=" + time + " must not be negative");
    }
    return time;
  }
}
