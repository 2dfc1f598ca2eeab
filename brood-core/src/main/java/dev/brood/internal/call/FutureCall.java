package dev.brood.internal.call;

import dev.brood.function.SerializableCallable;
import dev.brood.internal.batch.Batch;
import dev.brood.internal.batch.Failure;
import dev.brood.internal.batch.ResultRun;
import dev.brood.internal.batch.ResultSink;
import dev.brood.internal.engine.TaskEngine;
import dev.brood.internal.supervise.Hold;
import dev.brood.internal.util.Deadline;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One call whose result goes into a future. Cancelling the future takes the call back, and stops it
 * if it runs already and that is asked for.
 */
public final class FutureCall<R> extends CompletableFuture<R> implements ResultSink {

  private final TaskEngine engine;
  private final CallTerms terms;
  private final @Nullable Attempts attempts;
  private volatile @Nullable Failure failure;

  private FutureCall(TaskEngine engine, CallTerms terms) {
    this.engine = engine;
    this.terms = terms;
    this.attempts = terms.retries().equals(RetryPolicy.NONE) ? null : new Attempts();
  }

  /** Runs the task on {@code engine} and returns the future of its result. */
  public static <R> FutureCall<R> start(
      TaskEngine engine, SerializableCallable<? extends R> task, CallTerms terms) {
    FutureCall<R> call = new FutureCall<>(engine, terms);
    terms.observer().begun(1);
    try {
      call.submit(task);
    } catch (RuntimeException | Error e) {
      terms.observer().answered(1, 1);
      throw e;
    }
    return call;
  }

  private void submit(SerializableCallable<? extends R> task) {
    Batch batch =
        engine.call(task, terms.index(), new Batch.Call(this, terms.clock(), terms.task()));
    if (attempts != null) {
      Hold hold = engine.hold();
      var _ = whenComplete((result, failure) -> hold.close());
    }
    engine.submit(batch);
  }

  @Override
  public void onResults(ResultRun run) {
    engine.complete(() -> answer(run));
  }

  @Override
  public boolean holdsPool() {
    return attempts != null;
  }

  @Override
  public boolean isWithdrawn() {
    return isCancelled();
  }

  @SuppressWarnings("unchecked")
  private void answer(ResultRun run) {
    @Nullable Object result = run.next();
    if (result instanceof Failure failed && attempts != null && !isDone()) {
      result = attempts.failed(failed, run, terms.retries(), engine);
      if (result == null) {
        terms.observer().retried();
        if (isDone()) {
          // It was cancelled while it was between two attempts.
          engine.cancel(this);
        }
        return;
      }
    }
    if (result instanceof Failure failed) {
      terms.observer().answered(1, 1);
      fail(failed);
    } else {
      terms.observer().answered(1, 0);
      complete((R) result);
    }
  }

  private void fail(Failure failed) {
    failure = failed;
    Throwable cause = failed.cause();
    // By itself it would say that this future was cancelled, and not that its task threw it.
    boolean misleads = failed.ofTask() && cause instanceof CancellationException;
    completeExceptionally(misleads ? new CompletionException(cause) : cause);
  }

  @Override
  public R get() throws InterruptedException, ExecutionException {
    engine.help(this::isDone, terms.clock());
    return super.get();
  }

  @Override
  public R get(long timeout, TimeUnit unit)
      throws InterruptedException, ExecutionException, TimeoutException {
    long deadline = Deadline.after(unit.toNanos(timeout));
    engine.help(() -> isDone() || Deadline.isOver(deadline), terms.clock());
    return super.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
  }

  @Override
  public R join() {
    engine.help(this::isDone, terms.clock());
    return super.join();
  }

  /** Returns on which terms it runs. */
  public CallTerms terms() {
    return terms;
  }

  /** Returns how the call failed; null if it did not, or was cancelled before that was known. */
  public @Nullable Failure failure() {
    return failure;
  }

  /**
   * Cancels the call. A call that no worker has begun never is.
   *
   * @param mayInterruptIfRunning whether one that runs is interrupted, and its worker ended if it
   *     goes on regardless; else it runs to its end for nobody
   */
  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    boolean cancelled = super.cancel(mayInterruptIfRunning);
    if (cancelled && mayInterruptIfRunning) {
      engine.cancel(this);
    } else if (cancelled) {
      engine.withdraw(this);
    }
    return cancelled;
  }

  @Override
  public <U> CompletableFuture<U> newIncompleteFuture() {
    return new CompletableFuture<>();
  }
}
