package dev.brood.pool;

import dev.brood.function.SerializableCallable;
import dev.brood.internal.codec.Envelope;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Tasks of the JDK's types as tasks that can be sent, if what is inside can. */
final class Tasks {

  private Tasks() {}

  private record OfCallable<T>(Callable<T> callable) implements SerializableCallable<T>, Envelope {
    @Override
    public T call() throws Exception {
      return callable.call();
    }

    @Override
    public Object content() {
      return callable;
    }
  }

  private record OfRunnable(Runnable runnable)
      implements SerializableCallable<@Nullable Object>, Envelope {
    @Override
    public @Nullable Object call() {
      runnable.run();
      return null;
    }

    @Override
    public Object content() {
      return runnable;
    }
  }

  static <T> SerializableCallable<T> of(Callable<T> task) {
    return task instanceof SerializableCallable<T> sendable
        ? sendable
        : new OfCallable<>(Objects.requireNonNull(task, "task"));
  }

  static SerializableCallable<@Nullable Object> of(Runnable task) {
    return new OfRunnable(Objects.requireNonNull(task, "task"));
  }

  /** The future of a task whose result was known before. */
  private static final class Fixed<T> extends CompletableFuture<T> {
    private final CompletableFuture<?> task;

    Fixed(CompletableFuture<?> task) {
      this.task = task;
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
      var _ = task.cancel(mayInterruptIfRunning);
      return super.cancel(mayInterruptIfRunning);
    }
  }

  static <T> CompletableFuture<T> withResult(CompletableFuture<?> task, T result) {
    Fixed<T> fixed = new Fixed<>(task);
    var _ =
        task.whenComplete((nothing, failure) -> {
          if (failure == null) {
            fixed.complete(result);
          } else {
            fixed.completeExceptionally(failure);
          }
        });
    return fixed;
  }
}
