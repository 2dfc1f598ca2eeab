package dev.brood.internal.call;

import dev.brood.function.SerializableCallable;
import dev.brood.internal.batch.Batch;
import dev.brood.internal.batch.Failure;
import dev.brood.internal.batch.ResultRun;
import dev.brood.internal.batch.ResultSink;
import dev.brood.internal.engine.TaskEngine;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** One call whose caller waits for the result. */
public final class OneCall implements ResultSink {

  private final Thread caller = Thread.currentThread();
  private volatile @Nullable ResultRun result;

  private final boolean holdsPool;

  private OneCall(boolean holdsPool) {
    this.holdsPool = holdsPool;
  }

  /**
   * Runs the task on {@code engine} and returns its result or its {@link Failure}.
   *
   * @throws InterruptedException if the thread is interrupted; the task is cancelled
   */
  public static @Nullable Object run(
      TaskEngine engine, SerializableCallable<?> task, CallTerms terms)
      throws InterruptedException {
    // What fails may run again after the pool was shut down.
    OneCall call = new OneCall(!terms.retries().equals(RetryPolicy.NONE));
    try (var _ = call.holdsPool ? engine.hold() : null) {
      call.submit(engine, task, terms);
      return call.await(engine, terms);
    }
  }

  @Override
  public boolean holdsPool() {
    return holdsPool;
  }

  private void submit(TaskEngine engine, SerializableCallable<?> task, CallTerms terms) {
    terms.observer().begun(1);
    try {
      engine.submit(
          engine.call(task, terms.index(), new Batch.Call(this, terms.clock(), terms.task())));
    } catch (RuntimeException | Error e) {
      terms.observer().answered(1, 1);
      throw e;
    }
  }

  private @Nullable Object await(TaskEngine engine, CallTerms terms) throws InterruptedException {
    Attempts attempts = null;
    while (true) {
      try {
        engine.await(this::isAnswered, terms.clock());
      } catch (InterruptedException e) {
        engine.cancel(this);
        terms.observer().answered(1, 1);
        throw e;
      }
      ResultRun run = result;
      if (run == null) {
        throw new IllegalStateException("woken without a result");
      }
      Object answer = run.next();
      if (!(answer instanceof Failure failure)) {
        terms.observer().answered(1, 0);
        return answer;
      }
      if (terms.retries().equals(RetryPolicy.NONE)) {
        terms.observer().answered(1, 1);
        return answer;
      }
      attempts = attempts == null ? new Attempts() : attempts;
      result = null;
      Failure last = attempts.failed(failure, run, terms.retries(), engine);
      if (last != null) {
        terms.observer().answered(1, 1);
        return last;
      }
      terms.observer().retried();
    }
  }

  private boolean isAnswered() {
    return result != null;
  }

  @Override
  public void onResults(ResultRun run) {
    result = run;
    if (!caller.equals(Thread.currentThread())) {
      LockSupport.unpark(caller);
    }
  }
}
