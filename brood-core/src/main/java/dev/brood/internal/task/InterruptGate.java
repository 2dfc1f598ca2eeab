package dev.brood.internal.task;

import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Lets an interrupt through to the working thread only while the item that it is meant for runs, so
 * that one which comes late does not hit the next item, and keeps which items are called off before
 * they begin.
 *
 * <p>Items may take nanoseconds and interrupts are rare, so whoever interrupts does the work:
 *
 * <ol>
 *   <li>{@code running} is the item that runs. The next item takes the place of the one before in
 *       one step. Only where something follows that an interrupt would harm is the gate closed in
 *       between.
 *   <li>Who interrupts says so in {@code aims}, meets the working thread, and only then looks which
 *       item runs. The working thread, which first says which item it goes to and then looks
 *       whether somebody aims, has either said so before they met, and is not taken for where it
 *       was; or it sees the aim, and waits until it is over.
 *   <li>In the same way of an item that begins and an interrupt that is early one sees the other.
 * </ol>
 *
 * <p>So the working thread needs no fence, which would have it wait at every item until all that it
 * has stored is with the other process. An asymmetric fence, as {@code membarrier(2)} is one.
 */
public final class InterruptGate {

  private static final long NONE = 0;

  private final Thread worker;

  /**
   * The item that runs or, while none does, the complement of the last one. Written by the working
   * thread alone.
   */
  private final AtomicLong running = new AtomicLong(~NONE);

  /** Counts the beginnings and ends of aiming, so it is odd while somebody aims. */
  private volatile long aims;

  private volatile long early = NONE;

  /** The items that are not to run; null until one is called off. */
  private volatile @Nullable ItemRanges calledOff;

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
      worker.interrupt();
    }
    ItemRanges notToRun = calledOff;
    return notToRun == null || !notToRun.contains(item);
  }

  /**
   * The working thread has ended its item; an interrupt that it did not notice is dropped. Must
   * have been called before the thread does anything that an interrupt would harm. Again: does
   * nothing.
   */
  public void close() {
    long item = running.getPlain();
    if (item > NONE) {
      moveTo(~item);
    }
  }

  private void moveTo(long item) {
    boolean leaves = running.getPlain() > NONE;
    running.setRelease(item);
    if (leaves) {
      awaitEndOfAim();
      Thread.interrupted();
    }
  }

  /** One that begins only now will not be at the item that was left. */
  @SuppressWarnings("ThreadPriorityCheck")
  private void awaitEndOfAim() {
    long aim = aims;
    if (aim % 2 == 0) {
      return;
    }
    while (aims == aim) {
      // Correct without it; with it, whoever aims gets this core if it has no other.
      Thread.yield();
    }
  }

  /** Interrupts the working thread if it runs {@code item}, or as soon as it does. */
  public void interrupt(long item) {
    early = item;
    interruptAnyOf(item, item);
  }

  /**
   * Calls off the items from {@code first} to {@code last}: those that have not begun never will,
   * and the one that runs is interrupted.
   */
  public void callOff(long first, long last) {
    doNotRun(first, last);
    interruptAnyOf(first, last);
  }

  /**
   * Calls off those of the items from {@code first} to {@code last} that have not begun; the one
   * that runs goes on. Returns the first of which that is certain: it, and what follows it, will
   * not run. An item before it may yet turn out not to run.
   */
  public long takeBack(long first, long last) {
    doNotRun(first, last);
    // Past this, whatever the working thread opens next it finds called off.
    meetWorker();
    return Math.max(first, latest() + 1);
  }

  private synchronized void doNotRun(long first, long last) {
    ItemRanges before = calledOff;
    calledOff = before == null ? ItemRanges.of(first, last) : before.with(first, last, latest());
  }

  /** Returns the item that was opened last, 0 if none was. */
  private long latest() {
    long item = running.get();
    return item < NONE ? ~item : item;
  }

  private synchronized void interruptAnyOf(long first, long last) {
    long aim = aims + 1;
    aims = aim;
    try {
      meetWorker();
      long item = running.get();
      if (first <= item && item <= last) {
        worker.interrupt();
      }
    } finally {
      aims = aim + 1;
    }
  }

  /**
   * Has the working thread stop at one point of its program for a moment. It has stored then all
   * that it is past, and loads anew what it comes to. A stack cannot be read otherwise: HotSpot
   * does it in a handshake (JEP 312).
   */
  private void meetWorker() {
    try {
      var _ = worker.getStackTrace();
    } catch (OutOfMemoryError full) {
      // There is no room to say what the stack is, which was read by then.
    }
  }
}
