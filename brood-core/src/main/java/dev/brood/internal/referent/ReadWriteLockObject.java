package dev.brood.internal.referent;

import dev.brood.internal.registry.Session;
import dev.brood.internal.registry.SessionBound;
import dev.brood.internal.service.ReadWriteLockService;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A reentrant lock for many readers or one writer, which are threads of sessions. The writer may
 * read too. Readers that come while a writer waits wait behind it, unless they read already. What a
 * session holds is free when it ends.
 */
final class ReadWriteLockObject implements SessionBound {

  private record Owner(Session session, long thread) {}

  private final ReentrantLock mutex = new ReentrantLock(true);
  private final Condition changed = mutex.newCondition();
  private final Map<Owner, Integer> readers = new HashMap<>();
  private @Nullable Owner writer;
  private int writeHolds;
  private int waitingWriters;

  @Override
  public SessionBound.View forSession(Session session) {
    return new Held(session);
  }

  private void release(Session session) {
    mutex.lock();
    try {
      readers.keySet().removeIf(reader -> reader.session.equals(session));
      Owner last = writer;
      if (last != null && last.session.equals(session)) {
        writer = null;
        writeHolds = 0;
      }
      changed.signalAll();
    } finally {
      mutex.unlock();
    }
  }

  private boolean mayTake(boolean write, Owner who) {
    if (who.equals(writer)) {
      return true;
    }
    if (writer != null) {
      return false;
    }
    if (write) {
      return readers.isEmpty();
    }
    return waitingWriters == 0 || readers.containsKey(who);
  }

  private void await(boolean write, Owner who, long nanos) throws InterruptedException {
    if (write) {
      waitingWriters++;
    }
    try {
      long left = nanos;
      while (!mayTake(write, who) && (nanos < 0 || left > 0)) {
        if (nanos < 0) {
          changed.await();
        } else {
          left = changed.awaitNanos(left);
        }
      }
    } finally {
      if (write) {
        waitingWriters--;
        changed.signalAll();
      }
    }
    if (who.session.hasEnded()) {
      throw new InterruptedException("the client is gone");
    }
  }

  private boolean takeIfFree(boolean write, Owner who) {
    if (!mayTake(write, who)) {
      return false;
    }
    if (write) {
      writer = who;
      writeHolds++;
    } else {
      readers.merge(who, 1, Integer::sum);
    }
    return true;
  }

  private final class Held implements ReadWriteLockService, SessionBound.View {
    private final Session session;

    Held(Session session) {
      this.session = session;
    }

    @Override
    public void end() {
      release(session);
    }

    @Override
    public void lock(boolean write, long thread) {
      Uninterrupted.run(session, () -> lock(write, thread, -1));
    }

    @Override
    public boolean lock(boolean write, long thread, long nanos) throws InterruptedException {
      mutex.lockInterruptibly();
      try {
        Owner who = new Owner(session, thread);
        await(write, who, nanos);
        return takeIfFree(write, who);
      } finally {
        mutex.unlock();
      }
    }

    @Override
    public boolean tryLock(boolean write, long thread) {
      mutex.lock();
      try {
        return !session.hasEnded() && takeIfFree(write, new Owner(session, thread));
      } finally {
        mutex.unlock();
      }
    }

    @Override
    public void unlock(boolean write, long thread) {
      mutex.lock();
      try {
        Owner who = new Owner(session, thread);
        if (write ? !who.equals(writer) : !readers.containsKey(who)) {
          throw new IllegalMonitorStateException(
              "thread=" + thread + " of " + session + " does not own the lock");
        }
        if (!write) {
          readers.compute(who, (reader, holds) -> holds == null || holds == 1 ? null : holds - 1);
        } else if (--writeHolds == 0) {
          writer = null;
        }
        changed.signalAll();
      } finally {
        mutex.unlock();
      }
    }
  }
}
