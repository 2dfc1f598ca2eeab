package dev.brood.sync;

import dev.brood.internal.family.Cell;
import dev.brood.internal.family.CellRef;
import dev.brood.internal.lock.LockState;
import dev.brood.internal.lock.RobustLock;
import dev.brood.internal.util.Deadline;
import java.io.Serializable;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;

/**
 * A reentrant {@link Lock} between all threads of all processes of a family.
 *
 * {@snippet class = "dev.brood.samples.sync.CounterFile" region = "lock"}
 *
 * <p>Any thread of any process that has the handle may call it, virtual threads too: a wait parks.
 * The owner is one thread of one process. What the owner did to shared memory before it unlocks is
 * visible to the next owner.
 *
 * <p>When a process dies while one of its threads owns the lock, the next one gets it, and {@link
 * #wasAbandoned()} tells that one that what the lock guards may be half done. A lock that was built
 * to {@link Builder#breaking break} instead throws {@link dev.brood.exception.OwnerDiedException}
 * from then on. A process that dies while it waits is passed over.
 *
 * {@snippet class = "dev.brood.samples.sync.HandOver" region = "abandoned"}
 *
 * <p>A lock without contention costs two atomic operations, in shared memory and in the process. A
 * fair lock is given to processes in the order in which they came, and within one process to its
 * threads; that costs a change of process each time. Any other lock goes to whoever comes first
 * when it is free, but a process that has waited for ten milliseconds is the next to get it.
 *
 * <p>{@link #close()} it when this process needs it no longer.
 *
 * @since 0.1
 */
public final class SharedLock implements Lock, Serializable, AutoCloseable {
  private static final long serialVersionUID = 1L;

  private final transient Cell cell;
  private final transient RobustLock lock;

  private SharedLock(Cell cell) {
    this.cell = cell;
    this.lock = new RobustLock(cell);
  }

  /** Makes a lock that is not fair, and that the next one gets when its owner dies. */
  public static SharedLock create() {
    return builder().build();
  }

  /** Returns a builder of locks. */
  public static Builder builder() {
    return new Builder();
  }

  /** Makes locks that differ from the usual one. */
  public static final class Builder {
    private boolean fair;
    private boolean breaking;

    private Builder() {}

    /** Has the lock given to processes in the order in which they came. */
    public Builder fair() {
      fair = true;
      return this;
    }

    /** Has the lock break when its owner dies: nobody gets it any more. */
    public Builder breaking() {
      breaking = true;
      return this;
    }

    /** Makes the lock. */
    public SharedLock build() {
      int bytes = fair ? RobustLock.FAIR_BYTES : RobustLock.BYTES;
      return Cell.create(
          Kind.LOCK,
          bytes,
          1,
          cell -> {
            RobustLock.initialize(cell, fair, breaking);
            return new SharedLock(cell);
          });
    }
  }

  private record Handle(CellRef ref) implements Serializable {
    private Object readResolve() {
      return Cell.attach(ref, Kind.LOCK, SharedLock::new);
    }
  }

  private Object writeReplace() {
    return new Handle(cell.send());
  }

  RobustLock robust() {
    return lock;
  }

  /**
   * {@inheritDoc}
   *
   * @throws dev.brood.exception.OwnerDiedException if the lock is broken, or the JVM at the root of
   *     the family is gone
   * @throws IllegalStateException if this process has closed the lock
   */
  @Override
  public void lock() {
    lock.lock();
  }

  /**
   * {@inheritDoc}
   *
   * @throws dev.brood.exception.OwnerDiedException as {@link #lock()} does
   * @throws IllegalStateException if this process has closed the lock
   */
  @Override
  public void lockInterruptibly() throws InterruptedException {
    lock.lockInterruptibly();
  }

  /**
   * Acquires the lock if nobody has it now, also ahead of others that wait for a fair one.
   *
   * @throws dev.brood.exception.OwnerDiedException if the lock is broken
   * @throws IllegalStateException if this process has closed the lock
   */
  @Override
  public boolean tryLock() {
    return lock.tryLock();
  }

  /**
   * {@inheritDoc}
   *
   * @throws dev.brood.exception.OwnerDiedException as {@link #lock()} does
   * @throws IllegalStateException if this process has closed the lock
   */
  @Override
  public boolean tryLock(long time, TimeUnit unit) throws InterruptedException {
    return lock.tryLock(unit.toNanos(time));
  }

  /**
   * Acquires the lock if it can be had within some time.
   *
   * @param timeout how long to wait at most; no time or less is none
   * @return false when the time ran out
   * @throws InterruptedException if the calling thread is interrupted
   * @throws dev.brood.exception.OwnerDiedException as {@link #lock()} does
   * @throws IllegalStateException if this process has closed the lock
   */
  public boolean tryLock(Duration timeout) throws InterruptedException {
    return lock.tryLock(Deadline.nanos(timeout));
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalMonitorStateException if the calling thread does not hold the lock
   * @throws dev.brood.exception.OwnerDiedException if it does not because the lock is broken
   */
  @Override
  public void unlock() {
    lock.unlock();
  }

  /**
   * Makes a condition of this lock. It is an object of its own that may be sent as the lock may;
   * two that are made are two, in whatever processes.
   *
   * @throws IllegalStateException if this process has closed the lock
   */
  @Override
  public SharedCondition newCondition() {
    cell.mustBeOpen();
    return SharedCondition.of(this);
  }

  /**
   * Tells whether the calling thread got the lock from a process that died while it held it, so
   * that what the lock guards may be half done. True until the lock is free again.
   */
  public boolean wasAbandoned() {
    return lock.wasAbandoned();
  }

  /** Returns a name that no other lock of the family has, as a {@link LockReport} names it. */
  public String name() {
    return name(cell.ref());
  }

  static String name(CellRef ref) {
    String file = ref.file().substring(ref.file().lastIndexOf('/') + 1);
    String slab = file.substring(0, file.lastIndexOf('.'));
    return slab + "-" + Long.toHexString(ref.offset()) + "-" + ref.round();
  }

  /**
   * Tells whether somebody holds the lock now, in any process.
   *
   * @throws IllegalStateException if this process has closed the lock
   */
  public boolean isLocked() {
    return holder().isPresent();
  }

  /** Tells whether the calling thread holds the lock. */
  public boolean isHeldByCurrentThread() {
    return lock.holdCount() > 0;
  }

  /** Returns how often the calling thread has locked and not unlocked. */
  public int holdCount() {
    return lock.holdCount();
  }

  /**
   * Returns who holds the lock now.
   *
   * @throws IllegalStateException if this process has closed the lock
   */
  public Optional<LockHolder> holder() {
    cell.mustBeOpen();
    LockState.Holder holder = lock.state().holder();
    return holder == null ? Optional.empty() : Optional.of(LockHolder.of(holder));
  }

  /**
   * Ends the use of the lock in this process. The last process that closes it frees it. Again: does
   * nothing.
   *
   * @throws IllegalStateException if a thread of this process holds the lock, or waits for it or
   *     for one of its conditions
   */
  @Override
  public void close() {
    if (cell.isClosed()) {
      return;
    }
    if (lock.isInUseHere()) {
      throw new IllegalStateException(
          "a thread of this process holds "
              + this
              + " or waits for it or for one of its conditions; close it after that");
    }
    lock.close();
  }

  /** Returns who holds the lock, as text. */
  @Override
  public String toString() {
    if (cell.isClosed()) {
      return "SharedLock[closed]";
    }
    LockState state = lock.state();
    if (state.broken()) {
      return "SharedLock[broken]";
    }
    return "SharedLock[" + holder().map(LockHolder::toString).orElse("unlocked") + "]";
  }
}
