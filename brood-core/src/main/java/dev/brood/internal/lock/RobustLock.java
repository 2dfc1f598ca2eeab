package dev.brood.internal.lock;

import dev.brood.exception.OwnerDiedException;
import dev.brood.internal.family.Cell;
import dev.brood.internal.util.Deadline;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A reentrant lock between all threads of all processes of a family, on two levels: threads of one
 * process compete for a lock of their own, and whoever has that one competes for the process. So at
 * most one thread of each process waits for the others, and the word says which process owns.
 *
 * <p>If the process that owns the lock dies, the next one gets it and is told, or the lock breaks:
 * see {@link ProcessLock}.
 */
public final class RobustLock {

  /** Bytes of a lock in the body of a cell. */
  public static final int BYTES = ProcessLock.BYTES;

  /** Bytes of a fair lock in the body of a cell. */
  public static final int FAIR_BYTES = ProcessLock.FAIR_BYTES;

  private final Cell cell;
  private final ProcessLock shared;
  private final ReentrantLock local;

  // How many threads of this process have let go of the lock for a while.
  private final AtomicInteger away = new AtomicInteger();

  /** Returns the lock at the beginning of a cell's body, with the first of the cell's wait sets. */
  public RobustLock(Cell cell) {
    this(cell, 0, 0);
  }

  /**
   * Returns one of several locks in a cell.
   *
   * @param offset where it is in the cell's body, a multiple of 64
   * @param waitSet which of the cell's wait sets is the lock's own
   */
  public RobustLock(Cell cell, long offset, int waitSet) {
    this.cell = cell;
    this.shared = new ProcessLock(cell, offset, waitSet);
    this.local = new ReentrantLock(shared.isFair());
  }

  /** Says what kind of lock is to be in a cell that was just made. */
  public static void initialize(Cell cell, boolean fair, boolean breaks) {
    ProcessLock.initialize(cell.body(), fair, breaks);
  }

  /**
   * Locks, waiting as long as it takes; an interrupt stays pending.
   *
   * @throws OwnerDiedException if the lock is broken, or the root of the family is gone
   * @throws IllegalStateException if this process has closed the lock
   */
  public void lock() {
    int note = noteIfTaken();
    local.lock();
    shared.notes().erase(note);
    try {
      enter(Deadline.NEVER, false);
    } catch (InterruptedException e) {
      throw new AssertionError("nobody may interrupt this wait", e);
    }
  }

  /** Locks as {@link #lock} does, unless the thread is interrupted. */
  public void lockInterruptibly() throws InterruptedException {
    int note = noteIfTaken();
    try {
      local.lockInterruptibly();
    } finally {
      shared.notes().erase(note);
    }
    enter(Deadline.NEVER, true);
  }

  /** Locks as {@link #lockInterruptibly} does, within some time; no time or less is none. */
  public boolean tryLock(long nanos) throws InterruptedException {
    long deadline = Deadline.after(nanos);
    int note = noteIfTaken();
    boolean locked;
    try {
      locked = local.tryLock(nanos, TimeUnit.NANOSECONDS);
    } finally {
      shared.notes().erase(note);
    }
    return locked && enter(deadline, true);
  }

  /** Locks as {@link #lockInterruptibly} does, until a {@link Deadline}; tries at least once. */
  public boolean lockUntil(long deadline) throws InterruptedException {
    if (deadline == Deadline.NEVER) {
      lockInterruptibly();
      return true;
    }
    return tryLock(deadline - System.nanoTime());
  }

  /** Locks if that is possible now. */
  public boolean tryLock() {
    if (!local.tryLock()) {
      cell.mustBeOpen();
      return false;
    }
    boolean acquired = local.getHoldCount() > 1;
    try {
      if (!acquired) {
        cell.mustBeOpen();
        acquired = shared.acquireAtOnce() || shared.takeOver();
      }
    } finally {
      if (!acquired) {
        local.unlock();
      }
    }
    return acquired;
  }

  /** Notes the calling thread if another one of this process has the lock. */
  private int noteIfTaken() {
    if (!local.isLocked() || local.isHeldByCurrentThread()) {
      return WaiterNotes.NONE;
    }
    cell.mustBeOpen();
    return shared.notes().write();
  }

  /** With the lock of the threads: acquires that of the processes, or unlocks the former. */
  private boolean enter(long deadline, boolean interruptible) throws InterruptedException {
    boolean acquired = local.getHoldCount() > 1;
    try {
      if (!acquired) {
        // Looked at here, since a cell is closed with the lock of the threads held.
        cell.mustBeOpen();
        acquired = shared.acquireAtOnce() || shared.acquire(deadline, interruptible);
      }
    } finally {
      if (!acquired) {
        local.unlock();
      }
    }
    return acquired;
  }

  /**
   * Unlocks; what was done before is visible to whoever locks next, in any process.
   *
   * @throws IllegalMonitorStateException if the calling thread does not hold the lock
   * @throws OwnerDiedException if that is because the lock broke while the thread waited for a
   *     condition
   */
  public void unlock() {
    if (!local.isHeldByCurrentThread()) {
      if (!cell.isClosed()) {
        shared.mustNotBeBroken();
      }
      mustBeHeld();
    }
    if (local.getHoldCount() == 1) {
      shared.release();
    }
    local.unlock();
  }

  /** Returns how often the calling thread holds the lock. */
  public int holdCount() {
    return local.getHoldCount();
  }

  /** Checks that the calling thread holds the lock. */
  public void mustBeHeld() {
    if (!local.isHeldByCurrentThread()) {
      throw new IllegalMonitorStateException("the calling thread does not hold the lock");
    }
  }

  /** Tells whether the calling thread holds the lock, which was a dead process's before. */
  public boolean wasAbandoned() {
    return local.isHeldByCurrentThread() && shared.wasAbandoned();
  }

  /** Lets go of all holds of the calling thread, for a while, and returns how many they were. */
  public int unlockFully() {
    away.incrementAndGet();
    int holds = local.getHoldCount();
    for (int i = 0; i < holds; i++) {
      unlock();
    }
    return holds;
  }

  /** Locks as often as {@link #unlockFully} has unlocked. */
  public void lockFully(int holds) {
    try {
      for (int i = 0; i < holds; i++) {
        lock();
      }
    } finally {
      away.decrementAndGet();
    }
  }

  /** Tells whether any thread of this process holds the lock, waits for it or for a condition. */
  public boolean isInUseHere() {
    return local.isLocked() || away.get() > 0;
  }

  /** Returns what is known of the state now. */
  public LockState state() {
    return shared.state();
  }

  /** Closes the cell, as soon as no thread of this process holds the lock or waits for it. */
  public void close() {
    local.lock();
    try {
      cell.close();
    } finally {
      local.unlock();
    }
  }
}
