package dev.brood.internal.referent;

import dev.brood.internal.service.BarrierService;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A meeting point, as {@link java.util.concurrent.CyclicBarrier}: who leaves without the others, by
 * an interrupt, a time-out or the end of its process, breaks it.
 */
final class BarrierObject implements BarrierService {

  /** One meeting. */
  private static final class Meeting {
    boolean over;
    boolean broken;
  }

  private final ReentrantLock mutex = new ReentrantLock();
  private final Condition changed = mutex.newCondition();
  private final int parties;
  private Meeting meeting = new Meeting();
  private int waiting;

  BarrierObject(int parties) {
    this.parties = parties;
  }

  @Override
  public int await(long nanos) throws InterruptedException, BrokenBarrierException {
    mutex.lock();
    try {
      Meeting current = meeting;
      if (current.broken) {
        throw new BrokenBarrierException("the barrier is broken");
      }
      if (Thread.interrupted()) {
        breakIt();
        throw new InterruptedException();
      }
      int missing = parties - ++waiting;
      if (missing == 0) {
        current.over = true;
        begin();
        return 0;
      }
      long left = nanos;
      try {
        while (!current.over && !current.broken) {
          if (nanos < 0) {
            changed.await();
          } else if (left <= 0) {
            breakIt();
            return -1;
          } else {
            left = changed.awaitNanos(left);
          }
        }
      } catch (InterruptedException e) {
        if (!current.over) {
          if (meeting == current) {
            breakIt();
          }
          throw e;
        }
        Thread.currentThread().interrupt();
      }
      if (!current.over) {
        throw new BrokenBarrierException("one of those who waited at the barrier has left");
      }
      return missing;
    } finally {
      mutex.unlock();
    }
  }

  private void begin() {
    meeting = new Meeting();
    waiting = 0;
    changed.signalAll();
  }

  private void breakIt() {
    meeting.broken = true;
    waiting = 0;
    changed.signalAll();
  }

  @Override
  public void reset() {
    mutex.lock();
    try {
      if (waiting > 0) {
        breakIt();
      }
      begin();
    } finally {
      mutex.unlock();
    }
  }

  @Override
  public void abort() {
    mutex.lock();
    try {
      breakIt();
    } finally {
      mutex.unlock();
    }
  }

  @Override
  public int parties() {
    return parties;
  }

  @Override
  public int waiting() {
    mutex.lock();
    try {
      return waiting;
    } finally {
      mutex.unlock();
    }
  }

  @Override
  public boolean isBroken() {
    mutex.lock();
    try {
      return meeting.broken;
    } finally {
      mutex.unlock();
    }
  }
}
