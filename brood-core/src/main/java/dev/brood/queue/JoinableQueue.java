package dev.brood.queue;

import dev.brood.exception.OwnerDiedException;
import dev.brood.internal.family.Cell;
import dev.brood.internal.family.CellRef;
import dev.brood.internal.queue.EncodedElement;
import dev.brood.internal.queue.QueueCore;
import dev.brood.internal.util.Deadline;
import java.io.Serializable;
import java.time.Duration;

/**
 * A {@link SharedQueue} whose elements are tasks: whoever takes one calls {@link #taskDone()} when
 * it is done, and others wait for all with {@link #awaitDone()}.
 *
 * <p>A process that dies after it has taken elements and before it has called {@code taskDone()}
 * loses them; {@code awaitDone()} then throws, once everything else is done. One that only closes
 * the queue still has them: call {@code taskDone()} before. Elements that are dropped by {@link
 * #clear()}, {@link #remove} or {@link #shutdownNow()} count as done, and so do one that could not
 * be rebuilt by the process that took it and those that {@link #drainTo} could not hand over.
 *
 * @param <E> what can be sent: see {@link dev.brood.function}
 * @since 0.1
 */
public final class JoinableQueue<E> extends SharedQueue<E> {
  private static final long serialVersionUID = 1L;

  private JoinableQueue(Cell cell) {
    super(new QueueCore(cell));
  }

  /**
   * Makes a queue.
   *
   * @param capacity how many elements it holds at most
   * @throws IllegalArgumentException if {@code capacity} is not positive
   * @throws java.io.UncheckedIOException if there is no room for it
   */
  public static <E> JoinableQueue<E> create(int capacity) {
    return of(checked(capacity));
  }

  /**
   * Makes a queue without a bound: putting never waits.
   *
   * @throws java.io.UncheckedIOException if there is no room for it
   */
  public static <E> JoinableQueue<E> unbounded() {
    return of(QueueCore.NO_BOUND);
  }

  private static <E> JoinableQueue<E> of(long capacity) {
    return QueueCore.create(Kind.JOINABLE_QUEUE, capacity, true, JoinableQueue::new);
  }

  private record Handle(CellRef ref) implements Serializable {
    private Object readResolve() {
      return Cell.<JoinableQueue<Object>>attach(ref, Kind.JOINABLE_QUEUE, JoinableQueue::new);
    }
  }

  @Override
  Object writeReplace() {
    return new Handle(core().cell().send());
  }

  @Override
  E decodeTaken(EncodedElement element) {
    boolean decoded = false;
    try {
      E task = super.decodeTaken(element);
      decoded = true;
      return task;
    } finally {
      if (!decoded) {
        lost(1);
      }
    }
  }

  @Override
  void lost(int taken) {
    // Whoever took them has nothing to do and nothing to say.
    for (int i = 0; i < taken; i++) {
      core().taskDone();
    }
  }

  /**
   * Says that an element that was taken is done, by this process or by another one for it.
   *
   * @throws IllegalStateException if it is called more often than elements were taken, or this
   *     process has closed the queue
   */
  public void taskDone() {
    core().taskDone();
  }

  /** Returns how many elements were put that are not done. */
  public long unfinished() {
    return core().unfinished();
  }

  /**
   * Waits until all elements that were put are done.
   *
   * @throws InterruptedException if the calling thread is interrupted
   * @throws OwnerDiedException if everything is done but what processes had taken that died; or if
   *     the JVM at the root of the family is gone
   * @throws IllegalStateException if this process has closed the queue
   */
  public void awaitDone() throws InterruptedException {
    core().awaitDone(Deadline.NEVER);
  }

  /**
   * Waits for some time until all elements that were put are done; no time or less is none.
   *
   * @return false when the time ran out
   * @throws InterruptedException as {@link #awaitDone()} does, and all else that it throws
   */
  public boolean awaitDone(Duration timeout) throws InterruptedException {
    return core().awaitDone(Deadline.after(timeout));
  }
}
