package dev.brood.internal.supervise;

import dev.brood.function.SerializableCallable;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** One call whose caller waits for the result. */
public final class OneCall implements ResultSink {

  private final Thread caller = Thread.currentThread();
  private volatile @Nullable ResultRun result;

  private OneCall() {}

  /**
   * Runs the task on {@code engine} and returns its result or its {@link Failure}.
   *
   * @throws InterruptedException if the thread is interrupted; the task is cancelled
   */
  public static @Nullable Object run(
      TaskEngine engine, SerializableCallable<?> task, CallTerms terms)
      throws InterruptedException {
    OneCall call = new OneCall();
    try (var _ = terms.retries().equals(RetryPolicy.NONE) ? null : engine.hold()) {
      engine.submit(
          engine.batch(
              null,
              List.of(task),
              terms.index(),
              new Batch.Call(call, terms.clock(), terms.task())));
      return call.await(engine, terms);
    }
  }

  private @Nullable Object await(TaskEngine engine, CallTerms terms) throws InterruptedException {
    Attempts attempts = null;
    while (true) {
      try {
        engine.await(this::isAnswered, terms.clock());
      } catch (InterruptedException e) {
        engine.cancel(this);
        throw e;
      }
      ResultRun run = result;
      if (run == null) {
        throw new IllegalStateException("woken without a result");
      }
      Object answer = run.next();
      if (!(answer instanceof Failure failure) || terms.retries().equals(RetryPolicy.NONE)) {
        return answer;
      }
      attempts = attempts == null ? new Attempts() : attempts;
      result = null;
      Failure last = attempts.failed(failure, run, terms.retries(), engine);
      if (last != null) {
        return last;
      }
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
