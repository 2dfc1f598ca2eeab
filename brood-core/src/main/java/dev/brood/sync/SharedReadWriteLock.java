package dev.brood.sync;

import dev.brood.internal.family.Cell;
import dev.brood.internal.family.CellRef;
import dev.brood.internal.family.Sleeper;
import dev.brood.internal.family.WaitSet;
import dev.brood.internal.util.Deadline;
import java.io.Serializable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * A {@link ReadWriteLock} between all threads of all processes of a family: many may read at a
 * time, or one may write.
 *
 * <p>Any thread of any process that has the handle may call it. Both locks are reentrant; who
 * writes may begin to read as well, and go on reading when it stops writing, not the other way
 * round. A process that waits to write goes before processes that begin to read.
 *
 * <p>When a process dies, what it held is free. {@link #wasAbandoned()} then says of a dead writer
 * that what it wrote may be half done, until another one has written.
 *
 * @since 0.1
 */
public final class SharedReadWriteLock implements ReadWriteLock, Serializable, AutoCloseable {
  private static final long serialVersionUID = 1L;

  private final transient Cell cell;
  private final transient ReadWriteState state;

  /** Between the threads of this process. */
  private final transient ReentrantReadWriteLock local = new ReentrantReadWriteLock();

  /** Held for a moment by a thread of this process that begins or ends to read. */
  private final transient ReentrantLock entrance = new ReentrantLock();

  /** How many holds this process's readers have. Guarded by the entrance. */
  private transient int readHolds;

  private final transient Half readLock = new ReadLock();
  private final transient Half writeLock = new WriteLock();

  private SharedReadWriteLock(Cell cell) {
    this.cell = cell;
    this.state = new ReadWriteState(cell);
  }

  /** Makes a lock. */
  public static SharedReadWriteLock create() {
    return Cell.create(
        Kind.READ_WRITE_LOCK,
        ReadWriteState.BYTES,
        ReadWriteState.WAIT_SETS,
        SharedReadWriteLock::new);
  }

  private record Handle(CellRef ref) implements Serializable {
    private Object readResolve() {
      return Cell.attach(ref, Kind.READ_WRITE_LOCK, SharedReadWriteLock::new);
    }
  }

  private Object writeReplace() {
    return new Handle(cell.send());
  }

  @Override
  public Lock readLock() {
    return readLock;
  }

  @Override
  public Lock writeLock() {
    return writeLock;
  }

  /** Tells whether a process died while it wrote, and nobody has written since. */
  public boolean wasAbandoned() {
    return state.wasAbandoned();
  }

  /** What a waiting process tries again and again. */
  private interface Attempt {
    boolean succeeds();
  }

  private boolean acquire(Attempt attempt, WaitSet waiting, long deadline, boolean interruptible)
      throws InterruptedException {
    if (attempt.succeeds()) {
      return true;
    }
    if (Deadline.isOver(deadline)) {
      return false;
    }
    boolean interrupted = false;
    boolean acquired = false;
    Sleeper sleeper = waiting.enter();
    try {
      while (true) {
        acquired = attempt.succeeds();
        if (acquired) {
          return true;
        }
        if (Thread.interrupted()) {
          if (interruptible) {
            throw new InterruptedException();
          }
          interrupted = true;
        }
        if (Deadline.isOver(deadline)) {
          return false;
        }
        sleeper.sleep(deadline);
        waiting.enterAgain(sleeper);
      }
    } finally {
      waiting.leave(sleeper);
      if (!acquired) {
        // Readers may have waited for this writer only, or a wake-up was spent on it.
        state.wakeNext();
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** How the two locks are acquired: first among the threads, then among the processes. */
  private abstract class Half implements Lock {

    abstract Lock ofThreads();

    /** Acquires for the process if that is not done; the threads' lock is held. */
    abstract boolean enter(long deadline, boolean interruptible) throws InterruptedException;

    private boolean enterOrUnlock(long deadline, boolean interruptible)
        throws InterruptedException {
      boolean entered = false;
      try {
        entered = enter(deadline, interruptible);
      } finally {
        if (!entered) {
          ofThreads().unlock();
        }
      }
      return entered;
    }

    @Override
    public void lock() {
      cell.mustBeOpen();
      ofThreads().lock();
      try {
        enterOrUnlock(Deadline.NEVER, false);
      } catch (InterruptedException e) {
        throw new AssertionError("nobody may interrupt this wait", e);
      }
    }

    @Override
    public void lockInterruptibly() throws InterruptedException {
      cell.mustBeOpen();
      ofThreads().lockInterruptibly();
      enterOrUnlock(Deadline.NEVER, true);
    }

    @Override
    public boolean tryLock() {
      cell.mustBeOpen();
      try {
        return ofThreads().tryLock() && enterOrUnlock(System.nanoTime(), false);
      } catch (InterruptedException e) {
        throw new AssertionError("nobody may interrupt this wait", e);
      }
    }

    @Override
    public boolean tryLock(long time, TimeUnit unit) throws InterruptedException {
      cell.mustBeOpen();
      long deadline = Deadline.after(unit.toNanos(time));
      return ofThreads().tryLock(time, unit) && enterOrUnlock(deadline, true);
    }

    @Override
    public Condition newCondition() {
      throw new UnsupportedOperationException(
          "the locks of a SharedReadWriteLock have no conditions; use those of a SharedLock");
    }
  }

  private final class ReadLock extends Half {

    @Override
    Lock ofThreads() {
      return local.readLock();
    }

    @Override
    boolean enter(long deadline, boolean interruptible) throws InterruptedException {
      return acquire(this::beginOrGoOn, state.readersWaiting(), deadline, interruptible);
    }

    private boolean beginOrGoOn() {
      entrance.lock();
      try {
        if (readHolds == 0 && !state.tryRead()) {
          return false;
        }
        readHolds++;
        return true;
      } finally {
        entrance.unlock();
      }
    }

    @Override
    public void unlock() {
      if (local.getReadHoldCount() == 0) {
        throw new IllegalMonitorStateException("the calling thread does not hold the read lock");
      }
      entrance.lock();
      try {
        if (--readHolds == 0) {
          state.endReading();
        }
      } finally {
        entrance.unlock();
        local.readLock().unlock();
      }
    }
  }

  private final class WriteLock extends Half {

    @Override
    Lock ofThreads() {
      return local.writeLock();
    }

    @Override
    boolean enter(long deadline, boolean interruptible) throws InterruptedException {
      return local.getWriteHoldCount() > 1
          || acquire(state::tryWrite, state.writersWaiting(), deadline, interruptible);
    }

    @Override
    public void unlock() {
      if (!local.isWriteLockedByCurrentThread()) {
        throw new IllegalMonitorStateException("the calling thread does not hold the write lock");
      }
      try {
        if (local.getWriteHoldCount() == 1) {
          state.endWriting();
        }
      } finally {
        local.writeLock().unlock();
      }
    }
  }

  /**
   * Ends the use of the lock in this process; the last one frees it. Again: does nothing.
   *
   * @throws IllegalStateException if a thread of this process holds one of the two locks, or waits
   */
  @Override
  public void close() {
    if (cell.isClosed()) {
      return;
    }
    if (!local.writeLock().tryLock()) {
      throw inUse();
    }
    try {
      if (local.getWriteHoldCount() > 1) {
        throw inUse();
      }
      state.close();
    } finally {
      local.writeLock().unlock();
    }
  }

  private static IllegalStateException inUse() {
    return new IllegalStateException(
        "a thread of this process holds the lock or waits for it; close it after that");
  }
}
