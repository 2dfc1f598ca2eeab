package dev.brood.internal.call;

import dev.brood.exception.TaskTimeoutException;
import dev.brood.internal.batch.Failure;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** How long a run may take. For any thread, but for what reads the input. */
final class TimeLimit implements AutoCloseable {

  private final MapRun.Plan plan;
  private final Runnable atEnd;
  private final @Nullable Thread timer;
  private volatile boolean over;

  /**
   * Begins to count, if the plan has a deadline.
   *
   * @param atEnd run once when the time is over, by a thread of its own
   */
  TimeLimit(MapRun.Plan plan, Runnable atEnd) {
    this.plan = plan;
    this.atEnd = atEnd;
    this.timer =
        plan.deadline().isPositive()
            ? Thread.ofVirtual().name("brood-deadline").start(this::expire)
            : null;
  }

  private void expire() {
    try {
      Thread.sleep(plan.deadline());
    } catch (InterruptedException e) {
      // The run has ended in time.
      return;
    }
    over = true;
    atEnd.run();
  }

  /** Tells whether the time is over. */
  boolean isOver() {
    return over;
  }

  /** Returns an input that has no more elements when the time is over. */
  Iterator<?> of(Iterator<?> input) {
    return timer == null ? input : new InTime(input);
  }

  private final class InTime implements Iterator<Object> {
    private final Iterator<?> input;

    InTime(Iterator<?> input) {
      this.input = input;
    }

    @Override
    public boolean hasNext() {
      return !over && input.hasNext();
    }

    @Override
    public Object next() {
      return input.next();
    }
  }

  /** Returns what an item has failed with: if it was stopped since the time is over, with that. */
  Failure tell(Failure failure, long index) {
    return over && failure.isCancellation() ? Failure.ofPool(tooLate(index)) : failure;
  }

  /** Returns what is said of an item that has no result in time. */
  TaskTimeoutException tooLate(long index) {
    return new TaskTimeoutException(
        TaskTimeoutException.Limit.DEADLINE, plan.deadline(), plan.terms().label(), index, -1);
  }

  @Override
  public void close() {
    if (timer != null) {
      timer.interrupt();
    }
  }
}
