package dev.brood.internal.proxy;

import dev.brood.internal.operation.CallTarget;
import dev.brood.internal.service.Kind;
import dev.brood.internal.service.ReadWriteLockService;
import dev.brood.internal.util.Deadline;
import java.io.Serial;
import java.io.Serializable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;

/** A lock for many readers or one writer, which lives in a manager. */
final class RemoteReadWriteLock extends RemoteProxy<ReadWriteLockService> implements ReadWriteLock {

  @Serial private static final long serialVersionUID = 1L;

  RemoteReadWriteLock(CallTarget target) {
    super(target, Kind.READ_WRITE_LOCK, ReadWriteLockService.class);
  }

  @Override
  public Lock readLock() {
    return new Side(this, false);
  }

  @Override
  public Lock writeLock() {
    return new Side(this, true);
  }

  @Override
  public String toString() {
    return "ReadWriteLock";
  }

  private static long self() {
    return Thread.currentThread().threadId();
  }

  /** The lock for reading or for writing. */
  private static final class Side implements Lock, Serializable {
    @Serial private static final long serialVersionUID = 1L;

    private final RemoteReadWriteLock lock;
    private final boolean write;

    Side(RemoteReadWriteLock lock, boolean write) {
      this.lock = lock;
      this.write = write;
    }

    @Override
    public void lock() {
      lock.service.lock(write, self());
    }

    @Override
    public void lockInterruptibly() throws InterruptedException {
      Deadline.mustNotBeInterrupted();
      boolean _ = lock.service.lock(write, self(), -1);
    }

    @Override
    public boolean tryLock() {
      return lock.service.tryLock(write, self());
    }

    @Override
    public boolean tryLock(long time, TimeUnit unit) throws InterruptedException {
      Deadline.mustNotBeInterrupted();
      return lock.service.lock(write, self(), Math.max(0, unit.toNanos(time)));
    }

    @Override
    public void unlock() {
      lock.service.unlock(write, self());
    }

    @Override
    public Condition newCondition() {
      throw new UnsupportedOperationException("a lock of a manager's readWriteLock() has none");
    }
  }
}
