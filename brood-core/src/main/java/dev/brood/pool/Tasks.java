package dev.brood.pool;

import dev.brood.function.SerializableCallable;
import dev.brood.internal.codec.Envelope;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Function;
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

  /** A future that ends when that of a task has ended, and which stops the task when cancelled. */
  private static final class Following<T> extends CompletableFuture<T> {
    private final CompletableFuture<?> task;

    Following(CompletableFuture<?> task) {
      this.task = task;
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
      // What hangs on the task ends this one, with the same exception.
      var _ = task.cancel(mayInterruptIfRunning);
      return isCancelled();
    }
  }

  /** Returns the future of the task itself. */
  static Future<?> origin(Future<?> future) {
    return future instanceof Following<?> following ? following.task : future;
  }

  /** Returns the future of a task whose result was known before. */
  static <T> CompletableFuture<T> withResult(CompletableFuture<?> task, T result) {
    return following(task, nothing -> result, failure -> {});
  }

  /** Returns a future that completes when one of two callbacks has returned; also if cancelled. */
  static <T> CompletableFuture<T> withCallbacks(
      CompletableFuture<T> task,
      Consumer<? super T> onSuccess,
      Consumer<? super Throwable> onFailure) {
    return following(
        task,
        result -> {
          onSuccess.accept(result);
          return result;
        },
        onFailure);
  }

  private static <S, T> CompletableFuture<T> following(
      CompletableFuture<S> task,
      Function<? super S, ? extends T> onSuccess,
      Consumer<? super Throwable> onFailure) {
    Following<T> following = new Following<>(task);
    var _ =
        task.whenComplete((result, failure) -> {
          if (failure == null) {
            try {
              following.complete(onSuccess.apply(result));
            } catch (Throwable thrown) {
              following.completeExceptionally(thrown);
            }
          } else {
            try {
              onFailure.accept(failure);
            } finally {
              following.completeExceptionally(failure);
            }
          }
        });
    return following;
  }
}
