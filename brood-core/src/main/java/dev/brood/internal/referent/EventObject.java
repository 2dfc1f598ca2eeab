package dev.brood.internal.referent;

import dev.brood.internal.service.EventService;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** A flag to wait for. Who waits while it is set goes on, though it is cleared at once. */
final class EventObject implements EventService {

  private final ReentrantLock mutex = new ReentrantLock();
  private final Condition changed = mutex.newCondition();
  private boolean isSet;
  private long times;

  @Override
  public void set() {
    mutex.lock();
    try {
      if (!isSet) {
        isSet = true;
        times++;
        changed.signalAll();
      }
    } finally {
      mutex.unlock();
    }
  }

  @Override
  public void clear() {
    mutex.lock();
    try {
      isSet = false;
    } finally {
      mutex.unlock();
    }
  }

  @Override
  public boolean isSet() {
    mutex.lock();
    try {
      return isSet;
    } finally {
      mutex.unlock();
    }
  }

  @Override
  public boolean await(long nanos) throws InterruptedException {
    mutex.lockInterruptibly();
    try {
      long before = times;
      long left = nanos;
      while (!isSet && times == before) {
        if (nanos < 0) {
          changed.await();
        } else if (left <= 0) {
          return false;
        } else {
          left = changed.awaitNanos(left);
        }
      }
      return true;
    } finally {
      mutex.unlock();
    }
  }
}
