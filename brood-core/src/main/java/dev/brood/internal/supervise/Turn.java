package dev.brood.internal.supervise;

import java.util.concurrent.atomic.AtomicBoolean;

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
    for (int spins = 0; !tryTake(); spins++) {
      if (spins < 64) {
        Thread.onSpinWait();
      } else {
        Thread.yield();
      }
    }
  }

  void giveBack() {
    taken.set(false);
  }
}
