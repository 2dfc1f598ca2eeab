package dev.brood.internal.message;

import dev.brood.internal.stream.ByteStream;
import dev.brood.internal.stream.Waiter;

/**
 * The ends of other connections that were sent through one and that its receiver has not taken over
 * yet. When the receiver is gone, so are they. Safe for any thread.
 */
final class Cargo {

  private final Endpoint carrier;
  private final Exports ends = new Exports();

  Cargo(Endpoint carrier) {
    this.carrier = carrier;
  }

  boolean isDelivered() {
    return ends.isSettled();
  }

  /** Watches over ends that were sent just now. */
  void add(Exports sent) {
    if (!sent.isSettled()) {
      ends.add(sent);
      new Watch().begin();
    }
  }

  private final class Watch implements Runnable {

    void begin() {
      carrier.waiters().add(this);
      ends.onSettled(this);
      run();
    }

    @Override
    public void run() {
      ByteStream stream = carrier.stream();
      if (ends.isSettled()) {
        carrier.waiters().remove(this);
        ends.offSettled(this);
      } else if (stream.ended() || !stream.worthLooking()) {
        // Not here: this is called by those who must not wait.
        Thread.ofVirtual().name("brood-cargo").start(this::look);
      }
    }

    private void look() {
      if (carrier.isOpen()) {
        // A socket tells its end only to those who read.
        carrier.readyOrArm();
        if (carrier.stream().ended() && carrier.isOpen()) {
          ends.lose();
        }
      }
    }
  }

  /**
   * After the carrier was closed here: goes on until the receiver has taken over everything or is
   * gone. A receiver sees the end after it has rebuilt all messages, so it misses nothing
   * meanwhile; what it sends is dropped, so that it does not wait for one who does not read.
   */
  void linger(Receiver receiver) {
    Waiter waiter = new Waiter();
    carrier.waiters().add(waiter);
    ends.onSettled(waiter);
    try {
      while (!ends.isSettled() && receiver.drop()) {
        waiter.await(Waiter.FOREVER);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      carrier.waiters().remove(waiter);
      ends.offSettled(waiter);
      ends.lose();
      carrier.end();
    }
  }
}
