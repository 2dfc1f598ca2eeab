package dev.brood.internal.rehearsal;

import dev.brood.internal.child.Rehearsal;
import dev.brood.sync.Barrier;
import dev.brood.sync.Event;
import dev.brood.sync.SharedCondition;
import dev.brood.sync.SharedLatch;
import dev.brood.sync.SharedLock;
import dev.brood.sync.SharedReadWriteLock;
import dev.brood.sync.SharedSemaphore;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.Lock;

/** Uses each kind of synchronizer as if it had just arrived, and waits for one that never comes. */
public final class SynchronizersRehearsal implements Rehearsal {

  private static final Duration SHORT = Duration.ofMillis(1);

  /** For the service loader. */
  public SynchronizersRehearsal() {}

  @Override
  public List<String> packages() {
    return List.of(SharedLock.class.getPackageName());
  }

  @Override
  public void run(Passing passing) throws Exception {
    locks(passing);
    signals(passing);
  }

  @SuppressWarnings("WaitNotInLoop") // Nothing comes of it anyway.
  private static void locks(Passing passing) throws Exception {
    try (SharedLock made = SharedLock.create()) {
      SharedLock lock = passing.pass(made);
      SharedCondition condition = passing.pass(lock.newCondition());
      lock.lock();
      try {
        condition.signalAll();
        var _ = condition.await(SHORT);
      } finally {
        lock.unlock();
      }
      condition.close();
    }
    try (SharedReadWriteLock made = SharedReadWriteLock.create()) {
      SharedReadWriteLock lock = passing.pass(made);
      lockOnce(lock.readLock());
      lockOnce(lock.writeLock());
    }
  }

  private static void lockOnce(Lock lock) {
    lock.lock();
    try {
      Thread.onSpinWait();
    } finally {
      lock.unlock();
    }
  }

  private static void signals(Passing passing) throws Exception {
    try (SharedSemaphore made = SharedSemaphore.create(1)) {
      SharedSemaphore permits = passing.pass(made);
      permits.acquire();
      var _ = permits.tryAcquire(SHORT);
      permits.release();
    }
    try (Event made = Event.create()) {
      Event event = passing.pass(made);
      var _ = event.await(SHORT);
      event.set();
    }
    try (SharedLatch made = SharedLatch.create(1)) {
      SharedLatch latch = passing.pass(made);
      latch.countDown();
      latch.await();
    }
    try (Barrier made = Barrier.create(1)) {
      passing.pass(made).await();
    }
  }
}
