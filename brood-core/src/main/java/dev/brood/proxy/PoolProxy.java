package dev.brood.proxy;

import dev.brood.function.SerializableBiFunction;
import dev.brood.function.SerializableCallable;
import dev.brood.function.SerializableFunction;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Future;

/**
 * A pool of child JVMs that lives in a {@link dev.brood.manager.Manager}: any number of processes
 * give it tasks, and its workers are those of the manager.
 *
 * {@snippet class = "dev.brood.samples.manager.SharedPool" region = "pool"}
 *
 * <p>Any thread of any process may call any method. A task and its result travel through the
 * manager, which must have their classes; over TCP it must {@linkplain
 * dev.brood.manager.ManagerBuilder#allow allow} them. When a worker dies, the task that it ran
 * fails, as in a {@link dev.brood.pool.Pool}. When a client dies, or its thread is interrupted,
 * tasks that it waited for in {@link #apply} and {@link #map} are stopped; those that were {@link
 * #submit submitted} go on. When the manager is gone, every method throws {@link
 * dev.brood.exception.ManagerDiedException}, waiting ones too, and the workers end with it.
 *
 * <p>The pool is ended by {@link #shutdown} or {@link #shutdownNow}, and at once when nobody has a
 * proxy of it or of one of its futures any more.
 *
 * @since 0.1
 */
public interface PoolProxy {

  /**
   * Runs a task in a worker and waits for its result.
   *
   * @param <R> the type of the result
   * @param task is sent
   * @return a copy of what it returns
   * @throws InterruptedException if the thread is interrupted; the task is stopped
   * @throws dev.brood.exception.WorkerDiedException if the worker died while running it
   * @throws java.util.concurrent.RejectedExecutionException if the pool is shut down
   * @throws java.util.concurrent.CancellationException if {@link #shutdownNow} came first
   */
  <R> R apply(SerializableCallable<? extends R> task) throws InterruptedException;

  /**
   * Applies a function in a worker; otherwise as {@link #apply(SerializableCallable)}.
   *
   * @param <T> the type of the argument
   * @param <R> the type of the result
   * @param function is sent
   * @param argument is sent
   * @return a copy of what it returns
   * @throws InterruptedException if the thread is interrupted; the task is stopped
   */
  <T, R> R apply(SerializableFunction<? super T, ? extends R> function, T argument)
      throws InterruptedException;

  /**
   * Applies a function to each item in the workers, and waits for all results.
   *
   * @param <T> the type of the items
   * @param <R> the type of the results
   * @param function is sent
   * @param items are sent, all at once
   * @return copies of the results, in the order of the items
   * @throws InterruptedException if the thread is interrupted; what was not run is not
   */
  <T, R> List<R> map(SerializableFunction<? super T, ? extends R> function, List<? extends T> items)
      throws InterruptedException;

  /**
   * Applies a function of two arguments to the items of two lists, side by side, as long as both
   * have one; otherwise as {@link #map(SerializableFunction, List)}.
   *
   * @param <T> the type of the first arguments
   * @param <U> the type of the second arguments
   * @param <R> the type of the results
   * @param function is sent
   * @param first are sent, all at once
   * @param second are sent, all at once
   * @return copies of the results, in the order of the items
   * @throws InterruptedException if the thread is interrupted; what was not run is not
   */
  <T, U, R> List<R> map(
      SerializableBiFunction<? super T, ? super U, ? extends R> function,
      List<? extends T> first,
      List<? extends U> second)
      throws InterruptedException;

  /**
   * Gives the pool a task without waiting for it.
   *
   * @param <R> the type of the result
   * @param task is sent
   * @return the proxy of the future, which stays in the manager: it can be sent, so that any
   *     process may wait for the result or cancel the task
   * @throws java.util.concurrent.RejectedExecutionException if the pool is shut down
   */
  @ByReference
  <R> Future<R> submit(SerializableCallable<? extends R> task);

  /**
   * Gives the pool a function to apply; otherwise as {@link #submit(SerializableCallable)}.
   *
   * @param <T> the type of the argument
   * @param <R> the type of the result
   * @param function is sent
   * @param argument is sent
   * @return the proxy of the future
   */
  @ByReference
  <T, R> Future<R> submit(SerializableFunction<? super T, ? extends R> function, T argument);

  /** Returns how many workers there are. */
  int workers();

  /** Lets the pool take no more tasks and end when it has run those that it has. */
  void shutdown();

  /** Ends the pool now: tasks that run are stopped, those that do not are cancelled. */
  void shutdownNow();

  /**
   * Waits until the pool has ended, which must have been asked for.
   *
   * @param timeout how long at most; a negative one is as zero
   * @return false when the time ran out
   * @throws InterruptedException if the thread is interrupted
   */
  boolean awaitTermination(Duration timeout) throws InterruptedException;
}
