package dev.brood.internal.supervise;

import dev.brood.internal.util.Patience;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * The right to touch the state of a pool, held by one thread at a time and for microseconds.
 *
 * <p>Not a {@code Lock}: whoever cannot have it leaves its wish in the inbox and goes on, so nobody
 * queues. Only the pool's own thread insists, and it yields while it does.
 */
final class Turn {

  private final AtomicBoolean taken = new AtomicBoolean();

  boolean tryTake() {
    return !taken.getPlain() && taken.compareAndSet(false, true);
  }

  void take() {
    Patience patience = new Patience();
    while (!tryTake()) {
      if (!patience.lastsAMoment()) {
        // The holder lost its core in the middle of its microseconds.
        LockSupport.parkNanos(this, 50_000);
        patience.renew();
      }
    }
  }

  void giveBack() {
    taken.set(false);
  }
}
