package dev.brood.internal.proxy;

import dev.brood.internal.operation.CallTarget;
import dev.brood.internal.service.Kind;
import dev.brood.internal.service.LockService;
import dev.brood.internal.util.Deadline;
import java.io.Serial;
import java.io.Serializable;
import java.util.Date;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;

/** A lock that lives in a manager; its owner is a thread of a process. */
final class RemoteLock extends RemoteProxy<LockService> implements Lock {

  @Serial private static final long serialVersionUID = 1L;

  RemoteLock(CallTarget target) {
    super(target, Kind.LOCK, LockService.class);
  }

  private static long self() {
    return Thread.currentThread().threadId();
  }

  @Override
  public void lock() {
    service.lock(self());
  }

  @Override
  public void lockInterruptibly() throws InterruptedException {
    Deadline.mustNotBeInterrupted();
    boolean _ = service.lock(self(), -1);
  }

  @Override
  public boolean tryLock() {
    return service.tryLock(self());
  }

  @Override
  public boolean tryLock(long time, TimeUnit unit) throws InterruptedException {
    Deadline.mustNotBeInterrupted();
    return service.lock(self(), Math.max(0, unit.toNanos(time)));
  }

  @Override
  public void unlock() {
    service.unlock(self());
  }

  @Override
  public Condition newCondition() {
    return new RemoteCondition(this, service.newCondition());
  }

  @Override
  public String toString() {
    return service.isLocked() ? "Lock[locked]" : "Lock[unlocked]";
  }

  /** A condition of the lock. */
  private static final class RemoteCondition implements Condition, Serializable {
    @Serial private static final long serialVersionUID = 1L;

    private final RemoteLock lock;
    private final int number;

    RemoteCondition(RemoteLock lock, int number) {
      this.lock = lock;
      this.number = number;
    }

    @Override
    public void await() throws InterruptedException {
      long _ = lock.service.await(number, self(), -1);
    }

    @Override
    public void awaitUninterruptibly() {
      lock.service.awaitUninterruptibly(number, self());
    }

    @Override
    public long awaitNanos(long nanos) throws InterruptedException {
      return lock.service.await(number, self(), Math.max(0, nanos));
    }

    @Override
    @SuppressWarnings("WaitNotInLoop") // The caller has the loop.
    public boolean await(long time, TimeUnit unit) throws InterruptedException {
      return awaitNanos(unit.toNanos(time)) > 0;
    }

    @Override
    // The caller has the loop, and Condition the date.
    @SuppressWarnings({"WaitNotInLoop", "JavaUtilDate"})
    public boolean awaitUntil(Date deadline) throws InterruptedException {
      return await(Deadline.millisUntil(deadline.getTime()), TimeUnit.MILLISECONDS);
    }

    @Override
    public void signal() {
      lock.service.signal(number, self(), false);
    }

    @Override
    public void signalAll() {
      lock.service.signal(number, self(), true);
    }
  }
}
