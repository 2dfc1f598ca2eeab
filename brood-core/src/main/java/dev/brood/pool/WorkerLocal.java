package dev.brood.pool;

import dev.brood.function.SerializableSupplier;
import dev.brood.internal.task.RunningTask;
import java.io.Serializable;
import java.util.Objects;
import java.util.UUID;

/**
 * A value that each worker makes once, when a task first asks for it, and keeps for later tasks: a
 * parsed dictionary, a connection, a cache. Tasks capture the {@code WorkerLocal}; the value itself
 * is never sent.
 *
 * <p>In a child JVM any thread may call {@link #get()}: the value is made once, and who asks
 * meanwhile waits for it. In a pool on threads only the thread that runs the task may; each has a
 * value of its own. The value ends with its worker.
 *
 * @param <T> the type of the value
 */
public final class WorkerLocal<T> implements Serializable {
  private static final long serialVersionUID = 1L;

  private final String key;
  private final SerializableSupplier<? extends T> initial;

  private WorkerLocal(String key, SerializableSupplier<? extends T> initial) {
    this.key = key;
    this.initial = initial;
  }

  private record Handle(String key, SerializableSupplier<?> initial) implements Serializable {
    private Object readResolve() {
      return new WorkerLocal<>(key, initial);
    }
  }

  private Object writeReplace() {
    return new Handle(key, initial);
  }

  /** Returns a worker-local whose value {@code initial} makes, in the worker. */
  public static <T> WorkerLocal<T> withInitial(SerializableSupplier<? extends T> initial) {
    Objects.requireNonNull(initial, "initial");
    return new WorkerLocal<>(UUID.randomUUID().toString(), initial);
  }

  /**
   * Returns the value of this worker.
   *
   * @throws IllegalStateException if the calling thread has no {@linkplain TaskContext#current()
   *     context} of a task
   * @throws NullPointerException if the value that was made is null
   * @throws RuntimeException what making the value throws; it is made anew when it is asked for
   *     again
   */
  @SuppressWarnings("unchecked")
  public T get() {
    RunningTask running = RunningTask.current();
    if (running == null) {
      throw new IllegalStateException("a worker-local has a value in tasks of a pool only");
    }
    return (T) running.kept(key, initial);
  }
}
