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

  /** Runs the task on {@code engine} and returns its result or its {@link Failure}. */
  public static @Nullable Object run(
      TaskEngine engine, SerializableCallable<?> task, TaskClock clock)
      throws InterruptedException {
    OneCall call = new OneCall();
    engine.submit(engine.batch(null, List.of(task), 0, call, clock));
    try {
      engine.await(call::isAnswered, clock);
    } catch (InterruptedException e) {
      engine.withdraw(call);
      throw e;
    }
    ResultRun run = call.result;
    return run == null ? null : run.next();
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
