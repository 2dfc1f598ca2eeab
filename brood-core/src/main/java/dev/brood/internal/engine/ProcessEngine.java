package dev.brood.internal.engine;

import dev.brood.function.SerializableCallable;
import dev.brood.internal.batch.Batch;
import dev.brood.internal.batch.BatchBuilder;
import dev.brood.internal.batch.CallKind;
import dev.brood.internal.batch.TaskFunction;
import dev.brood.internal.codec.ByteSink;
import dev.brood.internal.codec.Envelope;
import dev.brood.internal.codec.Shape;
import dev.brood.internal.codec.ValueWriter;
import dev.brood.internal.command.LaunchSpec;
import dev.brood.internal.launch.ClassSource;
import dev.brood.internal.supervise.PoolSettings;
import dev.brood.internal.wire.ParcelWriter;
import dev.brood.internal.wire.RecordType;
import dev.brood.internal.wire.Welcome;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs items in child JVMs. Encoding happens here, in the thread that submits, so that what cannot
 * be sent fails there; all else is the {@link PoolSupervisor}'s.
 */
public final class ProcessEngine extends SupervisedEngine {

  private final ClassSource classes;
  private final AtomicInteger lastFunction = new AtomicInteger();
  private final ConcurrentHashMap<Integer, Definition> shapes = new ConcurrentHashMap<>();
  private final ThreadLocal<CallEncoder> encoders =
      ThreadLocal.withInitial(() -> new CallEncoder(this));

  private ProcessEngine(PoolSettings settings, ProcessWorkerStarter starter, ClassSource classes) {
    super(settings, starter);
    this.classes = classes;
  }

  /**
   * Opens an engine. With an initializer of the user, waits until the workers that start with the
   * pool are initialized.
   *
   * @param spec how to start workers; their names are filled in
   * @param welcome what workers are told; likewise
   * @param ring whether streams go through mapped rings
   * @throws dev.brood.exception.NotSendableException if the initializer cannot be sent
   * @throws ExecutionException with what the initializer threw
   */
  public static ProcessEngine open(
      PoolSettings settings, LaunchSpec spec, Welcome welcome, boolean ring)
      throws InterruptedException, ExecutionException {
    ClassSource classes = new ClassSource();
    ProcessWorkerStarter starter =
        new ProcessWorkerStarter(spec, settings.workers(), welcome, ring, classes);
    ProcessEngine engine = new ProcessEngine(settings, starter, classes);
    engine.open();
    return engine;
  }

  @Override
  public TaskFunction function(Object function, CallKind kind) {
    classes.addLoaderOf(function);
    int id = lastFunction.incrementAndGet();
    ParcelWriter writer = new ParcelWriter();
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
  public Batch call(SerializableCallable<?> task, long index, Batch.Call call) {
    classes.addLoaderOf(task instanceof Envelope envelope ? envelope.content() : task);
    return encoders.get().encode(task, index, call);
  }

  @Override
  public BatchBuilder batches(TaskFunction function, Batch.Call call) {
    // With a writer of its own: between two items, users' code may submit to the same pool.
    return new EncodedBatchBuilder(this, (SentFunction) function, call);
  }

  /** Returns what defines the shapes of the values that were written. */
  List<Definition> shapesOf(ValueWriter writer) {
    List<Definition> all = new ArrayList<>(writer.shapeCount());
    for (int i = 0; i < writer.shapeCount(); i++) {
      Shape shape = writer.shape(i);
      Definition known = shapes.get(shape.id());
      all.add(
          known != null ? known : shapes.computeIfAbsent(shape.id(), id -> definitionOf(shape)));
    }
    return all;
  }

  private Definition definitionOf(Shape shape) {
    classes.addName(shape.className());
    ParcelWriter parcel = new ParcelWriter();
    parcel.addShape(shape);
    return new Definition(2 * shape.id(), parcel.toParcel());
  }
}
