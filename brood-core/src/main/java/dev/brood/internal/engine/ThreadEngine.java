package dev.brood.internal.engine;

import dev.brood.function.SerializableCallable;
import dev.brood.internal.batch.Batch;
import dev.brood.internal.batch.BatchBuilder;
import dev.brood.internal.batch.CallKind;
import dev.brood.internal.batch.TaskFunction;
import dev.brood.internal.supervise.PoolSettings;
import java.util.List;
import java.util.concurrent.ExecutionException;

/**
 * Runs items on threads of this JVM, for debugging and for tests: a breakpoint in a task just
 * works. Nothing is copied, so a task sees the caller's own objects.
 */
public final class ThreadEngine extends SupervisedEngine {

  private ThreadEngine(PoolSettings settings) {
    super(settings, new ThreadWorkerStarter(settings.name()));
  }

  /**
   * Opens an engine. With an initializer of the user, waits until the workers that start with the
   * pool are initialized.
   *
   * @throws ExecutionException with what the initializer threw
   */
  public static ThreadEngine open(PoolSettings settings)
      throws InterruptedException, ExecutionException {
    ThreadEngine engine = new ThreadEngine(settings);
    engine.open();
    return engine;
  }

  @Override
  public TaskFunction function(Object function, CallKind kind) {
    return new LiveBatch.Function(function, kind);
  }

  @Override
  public Batch call(SerializableCallable<?> task, long index, Batch.Call call) {
    return new LiveBatch(null, List.of(task), index, seed(call), call);
  }

  @Override
  public BatchBuilder batches(TaskFunction function, Batch.Call call) {
    return new LiveBatchBuilder((LiveBatch.Function) function, seed(call), call);
  }
}
