package dev.brood.internal.supervise;

import dev.brood.internal.codec.ByteSink;
import dev.brood.internal.codec.Shape;
import dev.brood.internal.codec.ValueWriter;
import dev.brood.internal.launch.ClassSource;
import dev.brood.internal.launch.LaunchSpec;
import dev.brood.internal.wire.EventLoop;
import dev.brood.internal.wire.ParcelWriter;
import dev.brood.internal.wire.RecordType;
import dev.brood.internal.wire.Welcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Runs items in child JVMs. Encoding happens here, in the thread that submits, so that what cannot
 * be sent fails there; all else is the {@link PoolSupervisor}'s.
 */
public final class ProcessEngine implements TaskEngine {

  /** Waiting longer than this for a task is better done asleep. */
  private static final long WORTH_LOOKING_NANOS = 50_000;

  private final PoolSettings settings;
  private final ClassSource classes;
  private final PoolSupervisor supervisor;
  private final AtomicInteger lastFunction = new AtomicInteger();
  private final ConcurrentHashMap<Integer, Definition> shapes = new ConcurrentHashMap<>();
  private final ThreadLocal<ParcelWriter> writers = ThreadLocal.withInitial(ParcelWriter::new);

  private ProcessEngine(PoolSettings settings, LaunchSpec spec, Welcome welcome, boolean ring) {
    this.settings = settings;
    this.classes = new ClassSource();
    ProcessWorkerStarter starter = new ProcessWorkerStarter(spec, welcome, ring, classes);
    EncodedBatch first = null;
    InitializerSink sink = new InitializerSink();
    Object initializer = settings.initializer();
    if (initializer != null) {
      first = (EncodedBatch) batch(null, List.of(initializer), 0, sink, new TaskClock());
    }
    this.supervisor = new PoolSupervisor(settings, starter, first);
    sink.supervisor = supervisor;
    EventLoop loop = new EventLoop(settings.name(), supervisor);
    starter.begin(loop);
    supervisor.begin(loop);
  }

  /**
   * Opens an engine. With an initializer and workers that start at once, waits until all of them
   * are initialized.
   *
   * @param spec how to start workers; their names are filled in
   * @param welcome what workers are told; likewise
   * @param ring whether streams go through mapped rings
   * @throws dev.brood.exception.NotSendableException if the initializer cannot be sent
   * @throws RuntimeException what the initializer threw
   */
  public static ProcessEngine open(
      PoolSettings settings, LaunchSpec spec, Welcome welcome, boolean ring)
      throws InterruptedException, ExecutionException {
    ProcessEngine engine = new ProcessEngine(settings, spec, welcome, ring);
    try {
      if (settings.initializer() != null && settings.atOnce()) {
        engine.supervisor.initialized().get();
      }
      return engine;
    } catch (InterruptedException | ExecutionException e) {
      engine.shutdownNow();
      throw e;
    }
  }

  /**
   * Looks for the initializer's failure; decoding it is left to a thread that may run users' code.
   */
  private static final class InitializerSink implements ResultSink {
    @Nullable PoolSupervisor supervisor;

    @Override
    public void onResults(ResultRun run) {
      PoolSupervisor pool = supervisor;
      if (pool != null && run.mayHaveFailed()) {
        pool.completions()
            .add(() -> {
              if (run.next() instanceof Failure(Throwable cause)) {
                pool.initializerFailed(cause);
              }
            });
      }
    }
  }

  @Override
  public TaskFunction function(Object function, CallKind kind) {
    classes.addLoaderOf(function);
    int id = lastFunction.incrementAndGet();
    ParcelWriter writer = writers.get();
    writer.reset();
    ByteSink record = writer.begin();
    record.putByte(RecordType.FUNCTION);
    record.putLength(id);
    writer.values().write(function, "function");
    writer.end();
    List<Definition> needed = shapesOf(writer.values());
    // Even numbers are the shapes'.
    Definition definition = new Definition(2 * id + 1, writer.toParcel());
    return new SentFunction(kind, id, definition, needed, this);
  }

  @Override
  public Batch batch(
      @Nullable TaskFunction function,
      List<?> items,
      long firstIndex,
      ResultSink sink,
      TaskClock clock) {
    ParcelWriter writer = writers.get();
    writer.reset();
    EncodedBatchBuilder batch =
        new EncodedBatchBuilder(this, (SentFunction) function, sink, clock, writer);
    for (int i = 0; i < items.size(); i++) {
      Object item = items.get(i);
      if (function == null) {
        classes.addLoaderOf(item);
      }
      batch.add(item, firstIndex + i);
    }
    return batch.build(firstIndex);
  }

  @Override
  public BatchBuilder batches(TaskFunction function, ResultSink sink, TaskClock clock) {
    // With a writer of its own: between two items, users' code may submit to the same pool.
    return new EncodedBatchBuilder(this, (SentFunction) function, sink, clock, new ParcelWriter());
  }

  List<Definition> definitions(@Nullable SentFunction function, ValueWriter writer) {
    if (writer.shapeCount() == 0) {
      return function == null ? List.of() : function.definitions();
    }
    List<Definition> all = shapesOf(writer);
    if (function != null) {
      all.addAll(function.definitions());
    }
    return all;
  }

  private List<Definition> shapesOf(ValueWriter writer) {
    List<Definition> all = new ArrayList<>(writer.shapeCount());
    for (int i = 0; i < writer.shapeCount(); i++) {
      Shape shape = writer.shape(i);
      Definition known = shapes.get(shape.id());
      all.add(
          known != null ? known : shapes.computeIfAbsent(shape.id(), id -> definitionOf(shape)));
    }
    return all;
  }

  private static Definition definitionOf(Shape shape) {
    ParcelWriter parcel = new ParcelWriter();
    parcel.addShape(shape);
    return new Definition(2 * shape.id(), parcel.toParcel());
  }

  void forget(SentFunction function) {
    ByteSink body = new ByteSink();
    body.putByte(RecordType.FORGET);
    body.putLength(function.id());
    supervisor.forget(function.definition(), ParcelWriter.of(body));
  }

  @Override
  public void submit(Batch batch) {
    supervisor.submit((EncodedBatch) batch);
  }

  @Override
  public void withdraw(ResultSink sink) {
    supervisor.withdraw(sink);
  }

  @Override
  public void await(Awaited awaited, TaskClock clock) throws InterruptedException {
    if (!awaited.isHere() && clock.nanosPerItem(0) < WORTH_LOOKING_NANOS) {
      supervisor.look(awaited);
    }
    Waiting.until(awaited, this);
  }

  @Override
  public void complete(Runnable completion) {
    supervisor.completions().add(completion);
  }

  @Override
  public int parallelism() {
    return settings.workers();
  }

  @Override
  public List<Long> workerPids() {
    return supervisor.pids();
  }

  @Override
  public Hold hold() {
    return supervisor.hold();
  }

  @Override
  public void shutdown() {
    supervisor.shutdown();
  }

  @Override
  public void shutdownNow() {
    supervisor.shutdownNow();
  }

  @Override
  public boolean isShutdown() {
    return supervisor.isShutdown();
  }

  @Override
  public boolean isTerminated() {
    return supervisor.terminated().isDone();
  }

  @Override
  public boolean awaitTermination(Duration timeout) throws InterruptedException {
    try {
      supervisor.terminated().get(timeout.toNanos(), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new CompletionException(e.getCause());
    }
  }
}
