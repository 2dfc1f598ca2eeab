package dev.brood.manager;

import dev.brood.function.SerializableBiFunction;
import dev.brood.function.SerializableCallable;
import dev.brood.function.SerializableFunction;
import dev.brood.pool.Pool;
import dev.brood.proxy.PoolProxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/** A pool that is a shared object, in the process of its manager. */
final class ManagedPool implements PoolProxy, AutoCloseable {

  private final Pool pool;

  ManagedPool(Pool pool) {
    this.pool = pool;
  }

  /** Makes a pool of so many workers, or of as many as the manager may use processors. */
  static PoolProxy create(List<?> arguments) {
    return new ManagedPool(
        arguments.isEmpty() ? Pool.ofAllCores() : Pool.of((Integer) arguments.get(0)));
  }

  /** Makes an interrupt of the client what it is in the interface. */
  private static <R> R interruptibly(Supplier<R> call) throws InterruptedException {
    try {
      return call.get();
    } catch (CancellationException cancelled) {
      if (!Thread.interrupted()) {
        throw cancelled;
      }
      InterruptedException interrupted = new InterruptedException("the task was stopped");
      interrupted.initCause(cancelled);
      throw interrupted;
    }
  }

  @Override
  public <R> R apply(SerializableCallable<? extends R> task) throws InterruptedException {
    return interruptibly(() -> pool.apply(task));
  }

  @Override
  public <T, R> R apply(SerializableFunction<? super T, ? extends R> function, T argument)
      throws InterruptedException {
    return interruptibly(() -> pool.apply(function, argument));
  }

  @Override
  public <T, R> List<R> map(
      SerializableFunction<? super T, ? extends R> function, List<? extends T> items)
      throws InterruptedException {
    return interruptibly(() -> pool.map(function, items));
  }

  @Override
  public <T, U, R> List<R> map(
      SerializableBiFunction<? super T, ? super U, ? extends R> function,
      List<? extends T> first,
      List<? extends U> second)
      throws InterruptedException {
    return interruptibly(() -> pool.map(function, first, second));
  }

  @Override
  public <R> Future<R> submit(SerializableCallable<? extends R> task) {
    return pool.applyAsync(task);
  }

  @Override
  public <T, R> Future<R> submit(
      SerializableFunction<? super T, ? extends R> function, T argument) {
    return pool.applyAsync(function, argument);
  }

  @Override
  public int workers() {
    return pool.workers();
  }

  @Override
  public void shutdown() {
    pool.shutdown();
  }

  @Override
  public void shutdownNow() {
    pool.shutdownNow();
  }

  @Override
  public boolean awaitTermination(Duration timeout) throws InterruptedException {
    return pool.awaitTermination(timeout);
  }

  /** Nobody uses it any more, or the manager ends. */
  @Override
  public void close() {
    pool.shutdownNow();
    pool.close();
  }

  @Override
  public String toString() {
    return pool.toString();
  }
}
