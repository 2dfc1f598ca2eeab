package dev.brood.internal.engine;

import dev.brood.function.SerializableCallable;
import dev.brood.internal.batch.Batch;
import dev.brood.internal.batch.BatchBuilder;
import dev.brood.internal.batch.CallKind;
import dev.brood.internal.batch.ResultSink;
import dev.brood.internal.batch.TaskClock;
import dev.brood.internal.batch.TaskFunction;
import dev.brood.internal.supervise.Awaited;
import dev.brood.internal.supervise.ForcedEnd;
import dev.brood.internal.supervise.Hold;
import dev.brood.internal.supervise.PoolState;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the items of a pool run: in child JVMs or on threads of this one. Safe for any thread.
 *
 * <p>What is written against this interface, all of {@code Pool}, runs in both places.
 */
public interface TaskEngine {

  /**
   * Prepares a function for many calls.
   *
   * @throws dev.brood.exception.NotSendableException if it cannot be sent
   */
  TaskFunction function(Object function, CallKind kind);

  /**
   * Prepares a single call.
   *
   * @throws dev.brood.exception.NotSendableException if the task cannot be sent
   */
  Batch call(SerializableCallable<?> task, long index, Batch.Call call);

  /** Returns what batches of calls of {@code function} are made with; for one thread. */
  BatchBuilder batches(TaskFunction function, Batch.Call call);

  /**
   * Has the batch run. Every item is answered exactly once, whatever happens.
   *
   * @throws java.util.concurrent.RejectedExecutionException after {@link #shutdown()}
   */
  void submit(Batch batch);

  /**
   * Has items run once more, after a while; they come from a batch that was submitted. Also after
   * {@link #shutdown()}, as long as somebody has a {@link #hold()}.
   */
  void resubmit(Batch batch, Duration delay);

  /** Takes back the items of these batches that no worker has; the others run to their end. */
  void withdraw(ResultSink sink);

  /**
   * Takes back all items of these batches. Those that run are interrupted; a worker that goes on
   * regardless is ended.
   */
  void cancel(ResultSink sink);

  /**
   * Waits until it is there, helping the pool along where that is quicker than sleeping. The thread
   * is unparked by the sink that brings it.
   */
  void await(Awaited awaited, TaskClock clock) throws InterruptedException;

  /**
   * Helps the pool along for a while where that is quicker than to sleep until it is there; the
   * caller then has to wait as ever.
   */
  void help(Awaited awaited, TaskClock clock);

  /** Completes a future, away from the threads that keep the pool going. */
  void complete(Runnable completion);

  /** Returns how many items can run at the same time. */
  int parallelism();

  /** Changes how many items can run at the same time. */
  void resize(int workers);

  /** Returns what the pool is doing. */
  PoolState state();

  /** Returns what the exit hooks of workers returned so far, a {@link Failure} where one threw. */
  List<@Nullable Object> exitResults();

  /** Returns the workers that did not end as they were told; only of a terminated engine. */
  List<ForcedEnd> forcedEnds();

  /** Returns the process ids of the workers that are alive; none for threads. */
  List<Long> workerPids();

  /**
   * Keeps the engine open for somebody who has begun to submit: until the hold is released, a
   * shutdown lets the batches of a sink pass that {@linkplain
   * dev.brood.internal.batch.ResultSink#holdsPool() holds the pool}.
   *
   * @throws java.util.concurrent.RejectedExecutionException after {@link #shutdown()}
   * @throws dev.brood.exception.BrokenPoolException if the pool is broken
   */
  Hold hold();

  /** Takes no more work; what was submitted is done. */
  void shutdown();

  /** Takes no more work, fails what waits and stops what runs. */
  void shutdownNow();

  boolean isShutdown();

  boolean isTerminated();

  /** Has a virtual thread do this when nothing runs and no worker is left. */
  void whenTerminated(Runnable action);

  /** Waits until nothing runs and no worker is left. */
  boolean awaitTermination(Duration timeout) throws InterruptedException;
}
