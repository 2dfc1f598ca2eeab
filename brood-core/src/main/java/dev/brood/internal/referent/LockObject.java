package dev.brood.internal.referent;

import dev.brood.internal.registry.Session;
import dev.brood.internal.registry.SessionBound;
import dev.brood.internal.service.LockService;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A reentrant lock that a thread of a session owns, with its conditions. The next one gets it when
 * the session of its owner ends.
 */
final class LockObject implements SessionBound {

  /** Who can own the lock. */
  private record Owner(Session session, long thread) {}

  /** Somebody who waits for a signal. */
  private static final class Waiting {
    final Condition woken;
    boolean signalled;

    Waiting(Condition woken) {
      this.woken = woken;
    }
  }

  private final ReentrantLock mutex = new ReentrantLock(true);
  private final Condition free = mutex.newCondition();
  // Of each condition, who waits for it, in the order in which they came.
  private final List<ArrayDeque<Waiting>> conditions = new ArrayList<>();
  private @Nullable Owner owner;
  private int holds;

  @Override
  public SessionBound.View forSession(Session session) {
    return new Held(session);
  }

  private void release(Session session) {
    mutex.lock();
    try {
      Owner last = owner;
      if (last != null && last.session.equals(session)) {
        owner = null;
        holds = 0;
        free.signal();
      }
    } finally {
      mutex.unlock();
    }
  }

  /** Takes the lock, under the mutex; a negative time is for ever. */
  private boolean take(Owner who, long nanos) throws InterruptedException {
    if (who.equals(owner)) {
      holds++;
      return true;
    }
    long left = nanos;
    try {
      while (owner != null) {
        if (nanos < 0) {
          free.await();
        } else if (left <= 0) {
          return false;
        } else {
          left = free.awaitNanos(left);
        }
      }
    } catch (InterruptedException gone) {
      // The signal may have been for this one.
      free.signal();
      throw gone;
    }
    // Its end may have come before this thread was told.
    if (who.session.hasEnded()) {
      free.signal();
      throw new InterruptedException("the client is gone");
    }
    owner = who;
    holds = 1;
    return true;
  }

  private void mustOwn(Owner who) {
    if (!who.equals(owner)) {
      throw new IllegalMonitorStateException(
          "thread=" + who.thread + " of " + who.session + " does not own the lock");
    }
  }

  private static void signalOne(ArrayDeque<Waiting> queue) {
    Waiting next = queue.poll();
    if (next != null) {
      next.signalled = true;
      next.woken.signal();
    }
  }

  /** The lock as the threads of one session use it. */
  private final class Held implements LockService, SessionBound.View {
    private final Session session;

    Held(Session session) {
      this.session = session;
    }

    @Override
    public void end() {
      release(session);
    }

    @Override
    public void lock(long thread) {
      Uninterrupted.run(session, () -> lock(thread, -1));
    }

    @Override
    public boolean lock(long thread, long nanos) throws InterruptedException {
      mutex.lockInterruptibly();
      try {
        return take(new Owner(session, thread), nanos);
      } finally {
        mutex.unlock();
      }
    }

    @Override
    public boolean tryLock(long thread) {
      mutex.lock();
      try {
        Owner who = new Owner(session, thread);
        if (owner != null && !who.equals(owner)) {
          return false;
        }
        return take(who, 0);
      } catch (InterruptedException gone) {
        return false;
      } finally {
        mutex.unlock();
      }
    }

    @Override
    public void unlock(long thread) {
      mutex.lock();
      try {
        mustOwn(new Owner(session, thread));
        if (--holds == 0) {
          owner = null;
          free.signal();
        }
      } finally {
        mutex.unlock();
      }
    }

    @Override
    public boolean isLocked() {
      mutex.lock();
      try {
        return owner != null;
      } finally {
        mutex.unlock();
      }
    }

    @Override
    public int newCondition() {
      mutex.lock();
      try {
        conditions.add(new ArrayDeque<>());
        return conditions.size() - 1;
      } finally {
        mutex.unlock();
      }
    }

    @Override
    public long await(int condition, long thread, long nanos) throws InterruptedException {
      mutex.lockInterruptibly();
      try {
        Owner who = new Owner(session, thread);
        mustOwn(who);
        int held = holds;
        owner = null;
        holds = 0;
        free.signal();
        try {
          return awaitSignal(conditions.get(condition), nanos);
        } finally {
          takeBack(who, held);
        }
      } finally {
        mutex.unlock();
      }
    }

    private long awaitSignal(ArrayDeque<Waiting> queue, long nanos) throws InterruptedException {
      Waiting self = new Waiting(mutex.newCondition());
      queue.add(self);
      long left = nanos;
      try {
        while (!self.signalled && (nanos < 0 || left > 0)) {
          if (nanos < 0) {
            self.woken.await();
          } else {
            left = self.woken.awaitNanos(left);
          }
        }
      } catch (InterruptedException e) {
        if (!self.signalled || session.hasEnded()) {
          if (self.signalled) {
            signalOne(queue);
          }
          throw e;
        }
        // The signal came first, so it counts.
        Thread.currentThread().interrupt();
      } finally {
        queue.remove(self);
      }
      return self.signalled ? Math.max(left, 1) : left;
    }

    private void takeBack(Owner who, int held) {
      boolean interrupted = false;
      while (true) {
        try {
          if (!session.hasEnded()) {
            boolean _ = take(who, -1);
            holds = held;
          }
          break;
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public void awaitUninterruptibly(int condition, long thread) {
      Uninterrupted.run(session, () -> await(condition, thread, -1));
    }

    @Override
    public void signal(int condition, long thread, boolean all) {
      mutex.lock();
      try {
        mustOwn(new Owner(session, thread));
        ArrayDeque<Waiting> queue = conditions.get(condition);
        do {
          signalOne(queue);
        } while (all && !queue.isEmpty());
      } finally {
        mutex.unlock();
      }
    }
  }
}
