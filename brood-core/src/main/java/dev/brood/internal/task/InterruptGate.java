package dev.brood.internal.task;

import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Lets an interrupt through to the working thread only while the item that it is meant for runs, so
 * that one which comes late does not hit the next item, and keeps which items are called off before
 * they begin.
 *
 * <ol>
 *   <li>{@code running} is the item that runs, or {@link #NONE}; negative otherwise while somebody
 *       is interrupting it.
 *   <li>Who interrupts first makes it negative; the working thread, which wants to leave the item,
 *       waits for the few instructions until it is positive again.
 *   <li>The next item takes the place of the one before in one step. Only where something follows
 *       that an interrupt would harm is the gate closed in between.
 *   <li>Items are called off before the running one is looked at, and looked up after it is set:
 *       one of both sides sees the other.
 * </ol>
 */
public final class InterruptGate {

  private static final long NONE = Long.MAX_VALUE;

  private final Thread worker;
  private final AtomicLong running = new AtomicLong(NONE);

  // Of the working thread: what it has set.
  private long opened = NONE;
  private volatile long early = NONE;

  /** Ranges of items that are not to run, last by first; made when the first is called off. */
  private volatile @Nullable ConcurrentSkipListMap<Long, Long> calledOff;

  /** Guards the thread that runs items. */
  public InterruptGate(Thread worker) {
    this.worker = worker;
  }

  /**
   * The working thread begins item {@code item}, counted from 1, and with that ends the one before
   * unless it has; returns false if the item was called off and is not to run. In both cases {@link
   * #close} follows, or the next item.
   */
  public boolean open(long item) {
    moveTo(item);
    if (early == item) {
      interrupt(item);
    }
    ConcurrentSkipListMap<Long, Long> ranges = calledOff;
    return ranges == null || !isCalledOff(ranges, item);
  }

  private static boolean isCalledOff(ConcurrentSkipListMap<Long, Long> ranges, long item) {
    // Items only go up, so ranges below this one are of no more use.
    var range = ranges.floorEntry(item);
    ranges.headMap(range == null ? item : range.getKey()).clear();
    return range != null && item <= range.getValue();
  }

  /**
   * The working thread has ended its item; an interrupt that it did not notice is dropped. Must
   * have been called before the thread does anything that an interrupt would harm. Again: does
   * nothing.
   */
  public void close() {
    if (opened != NONE) {
      moveTo(NONE);
    }
  }

  /**
   * One atomic operation an item, which also makes sure that of early and late one sees the other.
   */
  private void moveTo(long item) {
    while (!running.compareAndSet(opened, item)) {
      Thread.onSpinWait();
    }
    if (opened != NONE) {
      Thread.interrupted();
    }
    opened = item;
  }

  /** Interrupts the working thread if it runs {@code item}, or as soon as it does. */
  public void interrupt(long item) {
    early = item;
    if (running.compareAndSet(item, -item)) {
      worker.interrupt();
      running.set(item);
    }
  }

  /**
   * Calls off the items from {@code first} to {@code last}: those that have not begun never will,
   * and the one that runs is interrupted.
   */
  public void callOff(long first, long last) {
    rangesToWrite().put(first, last);
    long item = Math.abs(running.get());
    if (first <= item && item <= last) {
      interrupt(item);
    }
  }

  private synchronized ConcurrentSkipListMap<Long, Long> rangesToWrite() {
    ConcurrentSkipListMap<Long, Long> ranges = calledOff;
    if (ranges == null) {
      ranges = new ConcurrentSkipListMap<>();
      calledOff = ranges;
    }
    return ranges;
  }
}
