package dev.brood.internal.supervise;

import dev.brood.function.SerializableCallable;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One call whose result goes into a future. Cancelling the future withdraws the call. */
public final class FutureCall<R> extends CompletableFuture<R> implements ResultSink {

  private final TaskEngine engine;

  private FutureCall(TaskEngine engine) {
    this.engine = engine;
  }

  /** Runs the task on {@code engine} and returns the future of its result. */
  public static <R> CompletableFuture<R> start(
      TaskEngine engine, SerializableCallable<? extends R> task, TaskClock clock) {
    FutureCall<R> call = new FutureCall<>(engine);
    engine.submit(engine.batch(null, List.of(task), 0, call, clock));
    return call;
  }

  @Override
  public void onResults(ResultRun run) {
    engine.complete(() -> answer(run));
  }

  @SuppressWarnings("unchecked")
  private void answer(ResultRun run) {
    @Nullable Object result = run.next();
    if (result instanceof Failure(Throwable cause)) {
      completeExceptionally(cause);
    } else {
      complete((R) result);
    }
  }

  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    boolean cancelled = super.cancel(mayInterruptIfRunning);
    if (cancelled) {
      engine.withdraw(this);
    }
    return cancelled;
  }

  @Override
  public <U> CompletableFuture<U> newIncompleteFuture() {
    return new CompletableFuture<>();
  }
}
