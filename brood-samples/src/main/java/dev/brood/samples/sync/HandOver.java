package dev.brood.samples.sync;

import dev.brood.process.JvmProcess;
import dev.brood.sync.Barrier;
import dev.brood.sync.Event;
import dev.brood.sync.SharedLock;
import java.util.concurrent.BrokenBarrierException;

/** What becomes of a lock and of a barrier when a process dies that holds one and is awaited. */
public final class HandOver {
  private HandOver() {}

  static void main() throws InterruptedException {
    // @start region="abandoned"
    SharedLock lock = SharedLock.create();
    Event locked = Event.create();
    Barrier barrier = Barrier.create(2);
    var child =
        JvmProcess.start(() -> {
          barrier.await();
          lock.lock();
          locked.set();
          Thread.sleep(60_000);
        });
    meet(barrier);
    locked.await();
    child.kill();
    lock.lock(); // as soon as the child is dead
    try {
      IO.println("abandoned: " + lock.wasAbandoned());
    } finally {
      lock.unlock();
    }
    // @end
    meet(barrier);
  }

  private static void meet(Barrier barrier) throws InterruptedException {
    try {
      barrier.await();
      IO.println("met at the barrier");
    } catch (BrokenBarrierException e) {
      IO.println("nobody comes any more");
    }
  }
}
