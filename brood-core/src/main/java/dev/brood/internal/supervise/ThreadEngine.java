package dev.brood.internal.supervise;

import dev.brood.function.SerializableBiFunction;
import dev.brood.function.SerializableCallable;
import dev.brood.function.SerializableFunction;
import dev.brood.function.SerializableRunnable;
import dev.brood.internal.codec.RemoteFrames;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Runs items on threads of this JVM, for debugging and for tests: a breakpoint in a task just
 * works. Nothing is copied, so a task sees the caller's own objects.
 */
public final class ThreadEngine implements TaskEngine {

  private final String name;
  private final int workers;
  private final ThreadPoolExecutor threads;
  private final @Nullable SerializableRunnable initializer;
  private final CompletableFuture<Void> initialized = new CompletableFuture<>();
  private final AtomicInteger initializedThreads = new AtomicInteger();
  private int holds;
  private boolean shutdown;

  private ThreadEngine(String name, int workers, @Nullable SerializableRunnable initializer) {
    this.name = name;
    this.workers = workers;
    this.initializer = initializer;
    this.threads =
        new ThreadPoolExecutor(
            workers, workers, 0, TimeUnit.NANOSECONDS, new LinkedBlockingQueue<>(), factory());
  }

  /**
   * Opens an engine with so many threads. The initializer runs first on each of them; this waits
   * for that.
   *
   * @throws ExecutionException with what the initializer threw
   */
  public static ThreadEngine open(
      String name, int workers, @Nullable SerializableRunnable initializer)
      throws InterruptedException, ExecutionException {
    ThreadEngine engine = new ThreadEngine(name, workers, initializer);
    if (initializer == null) {
      return engine;
    }
    try {
      engine.threads.prestartAllCoreThreads();
      engine.initialized.get();
      return engine;
    } catch (InterruptedException | ExecutionException e) {
      engine.shutdownNow();
      throw e;
    }
  }

  private ThreadFactory factory() {
    ThreadFactory plain = Thread.ofPlatform().daemon().name(name + "-worker-", 1).factory();
    SerializableRunnable first = initializer;
    return first == null ? plain : work -> plain.newThread(() -> runInitialized(first, work));
  }

  private void runInitialized(SerializableRunnable first, Runnable work) {
    try {
      first.run();
    } catch (Throwable t) {
      initialized.completeExceptionally(t);
      return;
    }
    if (initializedThreads.incrementAndGet() == workers) {
      initialized.complete(null);
    }
    work.run();
  }

  private record Function(Object function, CallKind kind) implements TaskFunction {
    @Override
    public void close() {}
  }

  @Override
  public TaskFunction function(Object function, CallKind kind) {
    return new Function(function, kind);
  }

  @Override
  public Batch batch(
      @Nullable TaskFunction function,
      List<?> items,
      long firstIndex,
      ResultSink sink,
      TaskClock clock) {
    Function called = function == null ? null : (Function) function;
    return new LiveBatch(called, items, firstIndex, sink, clock);
  }

  @Override
  public BatchBuilder batches(TaskFunction function, ResultSink sink, TaskClock clock) {
    return new LiveBatchBuilder((Function) function, sink, clock);
  }

  private static final class LiveBatchBuilder implements BatchBuilder {

    private final Function function;
    private final ResultSink sink;
    private final TaskClock clock;
    private List<Object> items = new ArrayList<>();

    LiveBatchBuilder(Function function, ResultSink sink, TaskClock clock) {
      this.function = function;
      this.sink = sink;
      this.clock = clock;
    }

    @Override
    public void add(Object item, long index) {
      items.add(item);
    }

    @Override
    public int count() {
      return items.size();
    }

    @Override
    public Batch build(long firstIndex) {
      List<Object> built = items;
      items = new ArrayList<>();
      return new LiveBatch(function, built, firstIndex, sink, clock);
    }
  }

  @Override
  public void submit(Batch batch) {
    try {
      threads.execute((LiveBatch) batch);
    } catch (RejectedExecutionException e) {
      throw new RejectedExecutionException("pool=" + name + " is shut down", e);
    }
  }

  @Override
  public void withdraw(ResultSink sink) {
    for (Runnable each : threads.getQueue()) {
      if (each instanceof LiveBatch batch && batch.isFor(sink) && threads.remove(batch)) {
        batch.failFrom(0, new CancellationException("withdrawn before it began"));
      }
    }
  }

  @Override
  public void await(Awaited awaited, TaskClock clock) throws InterruptedException {
    Waiting.until(awaited, this);
  }

  @Override
  public void complete(Runnable completion) {
    // Not the thread that ran the task: what is chained may wait for a task, and that for a thread.
    Thread.ofVirtual().name(name + "-completion").start(completion);
  }

  @Override
  public int parallelism() {
    return workers;
  }

  @Override
  public List<Long> workerPids() {
    return List.of();
  }

  @Override
  public synchronized Hold hold() {
    if (shutdown) {
      throw new RejectedExecutionException("pool=" + name + " is shut down");
    }
    holds++;
    return this::release;
  }

  private synchronized void release() {
    if (--holds == 0 && shutdown) {
      threads.shutdown();
    }
  }

  @Override
  public synchronized void shutdown() {
    shutdown = true;
    if (holds == 0) {
      threads.shutdown();
    }
  }

  @Override
  public void shutdownNow() {
    synchronized (this) {
      shutdown = true;
    }
    for (Runnable waiting : threads.shutdownNow()) {
      ((LiveBatch) waiting)
          .failFrom(0, new CancellationException("pool=" + name + " was shut down"));
    }
  }

  @Override
  public synchronized boolean isShutdown() {
    return shutdown;
  }

  @Override
  public boolean isTerminated() {
    return threads.isTerminated();
  }

  @Override
  public boolean awaitTermination(Duration timeout) throws InterruptedException {
    return threads.awaitTermination(timeout.toNanos(), TimeUnit.NANOSECONDS);
  }

  private static final class LiveBatch extends Batch implements Runnable {

    private final @Nullable Function function;
    private final List<?> items;

    LiveBatch(
        @Nullable Function function,
        List<?> items,
        long firstIndex,
        ResultSink sink,
        TaskClock clock) {
      super(firstIndex, items.size(), sink, clock);
      this.function = function;
      this.items = items;
    }

    @Override
    public void run() {
      long start = System.nanoTime();
      for (int i = 0; i < count(); i++) {
        sink().onResults(ResultRun.of(firstIndex() + i, call(items.get(i))));
      }
      clock().measured(System.nanoTime() - start, count());
    }

    private @Nullable Object call(Object item) {
      try {
        return function == null ? ((SerializableCallable<?>) item).call() : apply(function, item);
      } catch (Throwable t) {
        return new Failure(RemoteFrames.ofOtherThread(t, Thread.currentThread().getName()));
      }
    }

    @SuppressWarnings("unchecked")
    private static @Nullable Object apply(Function function, Object item) {
      return switch (function.kind) {
        case CALLABLE -> throw new IllegalArgumentException("a callable is no function of items");
        case FUNCTION -> ((SerializableFunction<Object, ?>) function.function).apply(item);
        case BI_FUNCTION -> {
          Map.Entry<Object, Object> pair = (Map.Entry<Object, Object>) item;
          yield ((SerializableBiFunction<Object, Object, ?>) function.function)
              .apply(pair.getKey(), pair.getValue());
        }
      };
    }
  }
}
