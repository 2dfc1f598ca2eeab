package dev.brood.sync;

import dev.brood.internal.family.Cell;
import dev.brood.internal.family.CellRef;
import dev.brood.internal.family.WaitSet;
import dev.brood.internal.region.SharedWords;
import dev.brood.internal.util.Deadline;
import java.io.Serializable;
import java.time.Duration;

/**
 * A count that threads of any processes of a family wait for until it is zero; what {@link
 * java.util.concurrent.CountDownLatch} is to the threads of one.
 *
 * <p>Any thread of any process that has the handle may call it. What was done before {@link
 * #countDown()} is visible to whoever returns from a wait.
 *
 * <p>The count belongs to nobody: a process that dies before it has counted down does not count.
 * The latch cannot know that it should have; wait with a time-out where that matters. A process
 * that dies while it waits is forgotten.
 *
 * @since 0.1
 */
public final class SharedLatch implements Serializable, AutoCloseable {
  private static final long serialVersionUID = 1L;

  private static final int BYTES = 8;

  private final transient Cell cell;
  private final transient WaitSet waiting;

  private SharedLatch(Cell cell) {
    this.cell = cell;
    this.waiting = cell.waitSet(0);
  }

  /**
   * Makes a latch.
   *
   * @param count how often to count down
   * @throws IllegalArgumentException if {@code count} is negative
   */
  public static SharedLatch create(long count) {
    if (count < 0) {
      throw new IllegalArgumentException("count=" + count + " is negative");
    }
    return Cell.create(
        Kind.LATCH,
        BYTES,
        1,
        cell -> {
          SharedWords.setLong(cell.body(), 0, count);
          return new SharedLatch(cell);
        });
  }

  private record Handle(CellRef ref) implements Serializable {
    private Object readResolve() {
      return Cell.attach(ref, Kind.LATCH, SharedLatch::new);
    }
  }

  private Object writeReplace() {
    return new Handle(cell.send());
  }

  /**
   * Returns the count.
   *
   * @throws IllegalStateException if this process has closed the latch
   */
  public long count() {
    cell.mustBeOpen();
    return SharedWords.getLong(cell.body(), 0);
  }

  /**
   * Takes one from the count unless it is zero; at zero all that wait return.
   *
   * @throws IllegalStateException if this process has closed the latch
   */
  public void countDown() {
    long count;
    do {
      count = count();
      if (count == 0) {
        return;
      }
    } while (!SharedWords.compareAndSetLong(cell.body(), 0, count, count - 1));
    if (count == 1) {
      waiting.wakeAll();
    }
  }

  /**
   * Waits until the count is zero.
   *
   * @throws InterruptedException if the calling thread is interrupted
   * @throws dev.brood.exception.OwnerDiedException if the JVM at the root of the family is gone
   * @throws IllegalStateException if this process has closed the latch
   */
  public void await() throws InterruptedException {
    await(Deadline.NEVER);
  }

  /**
   * Waits until the count is zero, for some time.
   *
   * @param timeout how long at most; no time or less is none
   * @return whether the count is zero
   * @throws InterruptedException if the calling thread is interrupted
   * @throws dev.brood.exception.OwnerDiedException if the JVM at the root of the family is gone
   * @throws IllegalStateException if this process has closed the latch
   */
  public boolean await(Duration timeout) throws InterruptedException {
    return await(Deadline.after(timeout));
  }

  private boolean await(long deadline) throws InterruptedException {
    Deadline.mustNotBeInterrupted();
    return count() == 0 || waiting.await(() -> count() == 0, deadline);
  }

  /**
   * Ends the use of the latch in this process; the last one frees it. Threads of this process that
   * wait get {@link IllegalStateException}. Again: does nothing.
   */
  @Override
  public void close() {
    cell.close();
  }

  /** Returns the count, as text. */
  @Override
  public String toString() {
    return "SharedLatch[" + (cell.isClosed() ? "closed" : "count=" + count()) + "]";
  }
}
