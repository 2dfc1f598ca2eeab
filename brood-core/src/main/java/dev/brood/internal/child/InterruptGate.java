package dev.brood.internal.child;

/**
 * Lets an interrupt through to the working thread only while the item that it is meant for runs, so
 * that one which comes late does not hit the next item.
 */
final class InterruptGate {

  private static final long CLOSED = -1;

  private final Thread worker;
  private long running = CLOSED;
  private long early = CLOSED;

  InterruptGate(Thread worker) {
    this.worker = worker;
  }

  /** The working thread begins item {@code item}. */
  synchronized void open(long item) {
    running = item;
    if (early == item) {
      worker.interrupt();
    }
  }

  /** The working thread has ended its item; an interrupt that it did not notice is dropped. */
  synchronized void close() {
    running = CLOSED;
    early = CLOSED;
    Thread.interrupted();
  }

  /** Interrupts the working thread if it runs {@code item}, or as soon as it does. */
  synchronized void interrupt(long item) {
    if (running == item) {
      worker.interrupt();
    } else if (running == CLOSED) {
      early = item;
    }
  }
}
