package dev.brood.sync;

import dev.brood.internal.family.Cell;
import dev.brood.internal.family.CellRef;
import dev.brood.internal.family.Family;
import dev.brood.internal.family.Sleeper;
import dev.brood.internal.family.WaitSet;
import dev.brood.internal.lock.RobustLock;
import dev.brood.internal.region.Segment;
import dev.brood.internal.region.SharedWords;
import java.io.Serializable;
import java.lang.foreign.MemorySegment;
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

  // Body: a robust lock (64), then these, guarded by it:
  //   the member that writes (4), whether a writer died and nobody has written since (4),
  //   and by slot the member that reads (4).
  private static final int AT_WRITER = RobustLock.BYTES;
  private static final int AT_ABANDONED = AT_WRITER + 4;
  private static final int AT_READERS = AT_WRITER + 64;
  private static final int BYTES = AT_READERS + Integer.BYTES * Segment.SLOTS;

  private static final int READERS = 1;
  private static final int WRITERS = 2;

  private final transient Cell cell;
  private final transient Family family;
  private final transient MemorySegment memory;
  private final transient RobustLock guard;
  private final transient WaitSet readersWaiting;
  private final transient WaitSet writersWaiting;
  private final transient int self;

  /** Between the threads of this process. */
  private final transient ReentrantReadWriteLock local = new ReentrantReadWriteLock();

  /** Makes one thread of this process at a time begin or end to read. */
  private final transient ReentrantLock entrance = new ReentrantLock();

  /** How many holds this process's readers have. Guarded by the entrance. */
  private transient int readHolds;

  private SharedReadWriteLock(Cell cell) {
    this.cell = cell;
    this.family = cell.family();
    this.memory = cell.body();
    this.guard = new RobustLock(cell);
    this.readersWaiting = cell.waitSet(READERS);
    this.writersWaiting = cell.waitSet(WRITERS);
    this.self = family.self();
  }

  /** Makes a lock. */
  public static SharedReadWriteLock create() {
    return Cell.create(Kind.READ_WRITE_LOCK, BYTES, 3, SharedReadWriteLock::new);
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
    return new ReadLock();
  }

  @Override
  public Lock writeLock() {
    return new WriteLock();
  }

  /** Tells whether a process died while it wrote, and nobody has written since. */
  public boolean wasAbandoned() {
    guard.lock();
    try {
      forgetDeadWriter();
      return SharedWords.getInt(memory, AT_ABANDONED) != 0;
    } finally {
      guard.unlock();
    }
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
        wakeNext();
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private boolean tryRead() {
    guard.lock();
    try {
      forgetDeadWriter();
      int writer = SharedWords.getInt(memory, AT_WRITER);
      if (writer != self && (writer != 0 || isWriterWaiting())) {
        return false;
      }
      SharedWords.setInt(memory, atReader(Family.slotOf(self)), self);
      return true;
    } finally {
      guard.unlock();
    }
  }

  private boolean isWriterWaiting() {
    for (int slot = 0; slot < Segment.SLOTS; slot++) {
      if (writersWaiting.hasSleepers(slot) && family.idAt(slot) != 0) {
        return true;
      }
    }
    return false;
  }

  private boolean tryWrite() {
    guard.lock();
    try {
      forgetDeadWriter();
      if (SharedWords.getInt(memory, AT_WRITER) != 0 || isRead()) {
        return false;
      }
      SharedWords.setInt(memory, AT_WRITER, self);
      return true;
    } finally {
      guard.unlock();
    }
  }

  private boolean isRead() {
    for (int slot = 0; slot < Segment.SLOTS; slot++) {
      if (family.isAlive(SharedWords.getInt(memory, atReader(slot)))) {
        return true;
      }
    }
    return false;
  }

  private void forgetDeadWriter() {
    int writer = SharedWords.getInt(memory, AT_WRITER);
    if (writer != 0 && !family.isAlive(writer)) {
      SharedWords.setInt(memory, AT_ABANDONED, 1);
      SharedWords.setInt(memory, AT_WRITER, 0);
    }
  }

  private static long atReader(int slot) {
    return AT_READERS + (long) Integer.BYTES * slot;
  }

  private void endReading() {
    guard.lock();
    try {
      SharedWords.setInt(memory, atReader(Family.slotOf(self)), 0);
    } finally {
      guard.unlock();
    }
    wakeNext();
  }

  private void endWriting() {
    guard.lock();
    try {
      SharedWords.setInt(memory, AT_ABANDONED, 0);
      SharedWords.setInt(memory, AT_WRITER, 0);
    } finally {
      guard.unlock();
    }
    wakeNext();
  }

  private void wakeNext() {
    if (!writersWaiting.wakeOne()) {
      readersWaiting.wakeAll();
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
        enterOrUnlock(Sleeper.NEVER, false);
      } catch (InterruptedException e) {
        throw new AssertionError("nobody may interrupt this wait", e);
      }
    }

    @Override
    public void lockInterruptibly() throws InterruptedException {
      cell.mustBeOpen();
      ofThreads().lockInterruptibly();
      enterOrUnlock(Sleeper.NEVER, true);
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
      if (!passEntrance(deadline, interruptible)) {
        return false;
      }
      try {
        if (readHolds == 0
            && !acquire(
                SharedReadWriteLock.this::tryRead, readersWaiting, deadline, interruptible)) {
          return false;
        }
        readHolds++;
        return true;
      } finally {
        entrance.unlock();
      }
    }

    /** Behind the entrance, one thread may be waiting for a process that writes. */
    private boolean passEntrance(long deadline, boolean interruptible) throws InterruptedException {
      if (deadline != Sleeper.NEVER) {
        return interruptible
            ? entrance.tryLock(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)
            : entrance.tryLock();
      }
      if (interruptible) {
        entrance.lockInterruptibly();
      } else {
        entrance.lock();
      }
      return true;
    }

    @Override
    public void unlock() {
      if (local.getReadHoldCount() == 0) {
        throw new IllegalMonitorStateException("the calling thread does not hold the read lock");
      }
      entrance.lock();
      try {
        if (--readHolds == 0) {
          endReading();
        }
      } finally {
        entrance.unlock();
      }
      local.readLock().unlock();
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
          || acquire(SharedReadWriteLock.this::tryWrite, writersWaiting, deadline, interruptible);
    }

    @Override
    public void unlock() {
      if (!local.isWriteLockedByCurrentThread()) {
        throw new IllegalMonitorStateException("the calling thread does not hold the write lock");
      }
      if (local.getWriteHoldCount() == 1) {
        endWriting();
      }
      local.writeLock().unlock();
    }
  }

  /**
   * Ends the use of the lock in this process; the last one frees it. Again: does nothing.
   *
   * @throws IllegalStateException if a thread of this process holds one of the two locks
   */
  @Override
  public void close() {
    if (!cell.isClosed() && (local.isWriteLocked() || local.getReadLockCount() > 0)) {
      throw new IllegalStateException("a thread of this process holds the lock; unlock first");
    }
    cell.close();
  }
}
