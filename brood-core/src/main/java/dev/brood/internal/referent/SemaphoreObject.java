package dev.brood.internal.referent;

import dev.brood.internal.registry.Session;
import dev.brood.internal.registry.SessionBound;
import dev.brood.internal.service.SemaphoreService;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Permits. Of each session it is known how many it has taken that nobody has given back; when it
 * ends, they are free again.
 */
final class SemaphoreObject implements SessionBound {

  private final ReentrantLock mutex = new ReentrantLock(true);
  private final Condition more = mutex.newCondition();
  private final int bound;
  private int permits;

  /** Those that have taken permits which nobody has given back. */
  private final Set<Held> holders = new LinkedHashSet<>();

  /**
   * Makes a semaphore.
   *
   * @param bound the most permits that there can be
   */
  SemaphoreObject(int permits, int bound) {
    this.permits = permits;
    this.bound = bound;
  }

  @Override
  public SessionBound.View forSession(Session session) {
    return new Held(session);
  }

  private final class Held implements SemaphoreService, SessionBound.View {
    private final Session session;
    private int taken;

    Held(Session session) {
      this.session = session;
    }

    @Override
    public boolean acquire(int wanted, long nanos) throws InterruptedException {
      mutex.lockInterruptibly();
      try {
        long left = nanos;
        while (permits < wanted && (nanos < 0 || left > 0)) {
          if (nanos < 0) {
            more.await();
          } else {
            left = more.awaitNanos(left);
          }
        }
        if (session.hasEnded()) {
          throw new InterruptedException("the client is gone");
        }
        return takeIfThere(wanted);
      } finally {
        mutex.unlock();
      }
    }

    private boolean takeIfThere(int wanted) {
      if (permits < wanted) {
        return false;
      }
      permits -= wanted;
      taken += wanted;
      holders.add(this);
      return true;
    }

    /** Takes permits off those that were taken here; returns how many that were. */
    private int giveBack(int given) {
      int here = Math.min(taken, given);
      taken -= here;
      return here;
    }

    @Override
    public boolean tryAcquire(int wanted) {
      mutex.lock();
      try {
        return !session.hasEnded() && takeIfThere(wanted);
      } finally {
        mutex.unlock();
      }
    }

    @Override
    public void release(int given) {
      mutex.lock();
      try {
        if (given > bound - permits) {
          throw new IllegalStateException(
              "release(" + given + ") of a semaphore with " + permits + " of at most " + bound);
        }
        permits += given;
        int left = given - giveBack(given);
        for (Held other : holders) {
          left -= other.giveBack(left);
        }
        holders.removeIf(each -> each.taken == 0);
        more.signalAll();
      } finally {
        mutex.unlock();
      }
    }

    @Override
    public void end() {
      mutex.lock();
      try {
        permits += Math.min(taken, bound - permits);
        taken = 0;
        holders.remove(this);
        more.signalAll();
      } finally {
        mutex.unlock();
      }
    }

    @Override
    public int availablePermits() {
      mutex.lock();
      try {
        return permits;
      } finally {
        mutex.unlock();
      }
    }
  }
}
