package dev.brood.sync;

import dev.brood.internal.family.Cell;
import dev.brood.internal.family.CellRef;
import dev.brood.internal.family.WaitSet;
import dev.brood.internal.region.SharedWords;
import dev.brood.internal.util.Deadline;
import java.io.Serializable;
import java.time.Duration;

/**
 * A flag that threads of any processes of a family wait for.
 *
 * <p>Any thread of any process that has the handle may call it. What was done before {@link #set()}
 * is visible to whoever then returns from a wait or finds the flag set. Whoever waits when the flag
 * is set returns, also if it is cleared again at once.
 *
 * <p>The flag belongs to nobody: when a process dies it stays as it is, and a process that dies
 * while it waits is forgotten. Whether a process that should have set it still lives the event
 * cannot know; wait with a time-out where that matters.
 *
 * @since 0.1
 */
public final class Event implements Serializable, AutoCloseable {
  private static final long serialVersionUID = 1L;

  // Bit 0 is the flag, above it is how often it was set.
  private static final int BYTES = 8;
  private static final long SET = 1;

  private final transient Cell cell;
  private final transient WaitSet waiting;

  private Event(Cell cell) {
    this.cell = cell;
    this.waiting = cell.waitSet(0);
  }

  /** Makes an event whose flag is not set. */
  public static Event create() {
    return Cell.create(Kind.EVENT, BYTES, 1, Event::new);
  }

  private record Handle(CellRef ref) implements Serializable {
    private Object readResolve() {
      return Cell.attach(ref, Kind.EVENT, Event::new);
    }
  }

  private Object writeReplace() {
    return new Handle(cell.send());
  }

  private long word() {
    cell.mustBeOpen();
    return SharedWords.getLong(cell.body(), 0);
  }

  /**
   * Tells whether the flag is set.
   *
   * @throws IllegalStateException if this process has closed the event
   */
  public boolean isSet() {
    return (word() & SET) != 0;
  }

  /**
   * Sets the flag and wakes all that wait for it.
   *
   * @throws IllegalStateException if this process has closed the event
   */
  public void set() {
    long word;
    do {
      word = word();
      if ((word & SET) != 0) {
        // The one that set it may have died before it woke the others; then its death did.
        return;
      }
    } while (!SharedWords.compareAndSetLong(cell.body(), 0, word, word + 2 | SET));
    waiting.wakeAll();
  }

  /**
   * Clears the flag.
   *
   * @throws IllegalStateException if this process has closed the event
   */
  public void clear() {
    long word;
    do {
      word = word();
    } while ((word & SET) != 0
        && !SharedWords.compareAndSetLong(cell.body(), 0, word, word & ~SET));
  }

  /**
   * Waits until the flag is set.
   *
   * @throws InterruptedException if the calling thread is interrupted
   * @throws dev.brood.exception.OwnerDiedException if the JVM at the root of the family is gone
   * @throws IllegalStateException if this process has closed the event
   */
  public void await() throws InterruptedException {
    await(Deadline.NEVER);
  }

  /**
   * Waits until the flag is set, for some time.
   *
   * @param timeout how long at most; no time or less is none
   * @return whether the flag was set
   * @throws InterruptedException if the calling thread is interrupted
   * @throws dev.brood.exception.OwnerDiedException if the JVM at the root of the family is gone
   * @throws IllegalStateException if this process has closed the event
   */
  public boolean await(Duration timeout) throws InterruptedException {
    return await(Deadline.after(timeout));
  }

  private boolean await(long deadline) throws InterruptedException {
    Deadline.mustNotBeInterrupted();
    long before = word();
    if ((before & SET) != 0) {
      return true;
    }
    return waiting.await(() -> wasSetSince(before), deadline);
  }

  /** Tells whether the flag is set, or was set and cleared meanwhile. */
  private boolean wasSetSince(long before) {
    long now = word();
    return (now & SET) != 0 || now != before;
  }

  /**
   * Ends the use of the event in this process; the last one frees it. Threads of this process that
   * wait get {@link IllegalStateException}. Again: does nothing.
   */
  @Override
  public void close() {
    cell.close();
  }

  /** Returns whether the flag is set, as text. */
  @Override
  public String toString() {
    return cell.isClosed() ? "Event[closed]" : isSet() ? "Event[set]" : "Event[unset]";
  }
}
