package dev.brood.internal.child;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Lets an interrupt through to the working thread only while the item that it is meant for runs, so
 * that one which comes late does not hit the next item, and one which comes early is not lost.
 *
 * <ol>
 *   <li>{@code running} is the item that runs, or {@link #NONE}; negative otherwise while somebody
 *       is interrupting it.
 *   <li>Who interrupts first makes it negative; the working thread, which wants to leave the item,
 *       waits for the few instructions until it is positive again.
 * </ol>
 */
final class InterruptGate {

  private static final long NONE = Long.MAX_VALUE;

  private final Thread worker;
  private final AtomicLong running = new AtomicLong(NONE);
  private volatile long early = NONE;

  InterruptGate(Thread worker) {
    this.worker = worker;
  }

  /** The working thread begins item {@code item}, counted from 1. */
  void open(long item) {
    running.set(item);
    if (early == item) {
      interrupt(item);
    }
  }

  /** The working thread has ended the item; an interrupt that it did not notice is dropped. */
  void close(long item) {
    while (!running.compareAndSet(item, NONE)) {
      Thread.onSpinWait();
    }
    Thread.interrupted();
  }

  /** Interrupts the working thread if it runs {@code item}, or as soon as it does. */
  void interrupt(long item) {
    early = item;
    if (running.compareAndSet(item, -item)) {
      worker.interrupt();
      running.set(item);
    }
  }
}
