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
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Permits that threads of any processes of a family acquire and release; what {@link
 * java.util.concurrent.Semaphore} is to the threads of one.
 *
 * <p>Any thread of any process that has the handle may call it, and any may release, also what
 * others have acquired. What was done before a release is visible to whoever acquires the permit.
 *
 * <p>When a process dies, the permits that it had acquired and not released come back. That is
 * right for permits that stand for a resource. Where one process only releases and another only
 * acquires, a permit is a message, and {@link Builder#keepingPermitsOfTheDead()} must be chosen. A
 * process that dies while it waits is forgotten.
 *
 * <p>A bounded semaphore never has more permits than at first: a release too many throws.
 *
 * @since 0.1
 */
public final class SharedSemaphore implements Serializable, AutoCloseable {
  private static final long serialVersionUID = 1L;

  // Body: a robust lock (64), then these, guarded by it:
  //   permits (8) that can be acquired, total (8) of these and of those that are held,
  //   options (4), how many there are at first (4), how many wait for more than one (8),
  //   and by slot: its member (4) and how many permits that holds (4).
  // The permits can be computed from the rest. So when the lock was abandoned half way they are.
  private static final int AT_PERMITS = RobustLock.BYTES;
  private static final int AT_TOTAL = AT_PERMITS + 8;
  private static final int AT_OPTIONS = AT_PERMITS + 16;
  private static final int AT_BOUND = AT_OPTIONS + 4;
  private static final int AT_GREEDY = AT_PERMITS + 24;
  private static final int AT_HELD = AT_PERMITS + 64;
  private static final int BYTES = AT_HELD + Long.BYTES * Segment.SLOTS;

  private static final int BOUNDED = 1;
  private static final int KEEPING = 2;

  private static final long COUNT = 0xFFFF_FFFFL;

  private final transient Cell cell;
  private final transient Family family;
  private final transient MemorySegment memory;
  private final transient RobustLock lock;
  private final transient WaitSet waiting;
  private final transient int self;
  private final transient boolean bounded;
  private final transient boolean keeping;

  /** The threads of this process that must wait, in their order; the first one waits for them. */
  private final transient ReentrantLock queue = new ReentrantLock(true);

  private SharedSemaphore(Cell cell) {
    this.cell = cell;
    this.family = cell.family();
    this.memory = cell.body();
    this.lock = new RobustLock(cell);
    this.waiting = cell.waitSet(1);
    this.self = family.self();
    int options = SharedWords.getInt(memory, AT_OPTIONS);
    this.bounded = (options & BOUNDED) != 0;
    this.keeping = (options & KEEPING) != 0;
  }

  /**
   * Makes a semaphore that gets the permits of dead processes back.
   *
   * @param permits how many permits there are at first
   * @throws IllegalArgumentException if {@code permits} is negative
   */
  public static SharedSemaphore create(int permits) {
    return builder(permits).build();
  }

  /**
   * Makes a semaphore that never has more permits than at first.
   *
   * @param permits how many permits there are at first and at most
   * @throws IllegalArgumentException if {@code permits} is negative
   */
  public static SharedSemaphore bounded(int permits) {
    return builder(permits).bounded().build();
  }

  /**
   * Returns a builder of semaphores.
   *
   * @param permits how many permits there are at first
   * @throws IllegalArgumentException if {@code permits} is negative
   */
  public static Builder builder(int permits) {
    return new Builder(permits);
  }

  /** Makes semaphores that differ from the usual one. */
  public static final class Builder {
    private final int permits;
    private int options;

    private Builder(int permits) {
      if (permits < 0) {
        throw new IllegalArgumentException("permits=" + permits + " is negative");
      }
      this.permits = permits;
    }

    /** Has a release throw that would make more permits than there were at first. */
    public Builder bounded() {
      options |= BOUNDED;
      return this;
    }

    /** Has permits that a process acquired not come back when it dies. */
    public Builder keepingPermitsOfTheDead() {
      options |= KEEPING;
      return this;
    }

    /** Makes the semaphore. */
    public SharedSemaphore build() {
      return Cell.create(
          Kind.SEMAPHORE,
          BYTES,
          2,
          cell -> {
            SharedWords.setLong(cell.body(), AT_PERMITS, permits);
            SharedWords.setLong(cell.body(), AT_TOTAL, permits);
            SharedWords.setInt(cell.body(), AT_OPTIONS, options);
            SharedWords.setInt(cell.body(), AT_BOUND, permits);
            return new SharedSemaphore(cell);
          });
    }
  }

  private record Handle(CellRef ref) implements Serializable {
    private Object readResolve() {
      return Cell.attach(ref, Kind.SEMAPHORE, SharedSemaphore::new);
    }
  }

  private Object writeReplace() {
    return new Handle(cell.send());
  }

  /**
   * Acquires a permit, waiting for it.
   *
   * @throws InterruptedException if the calling thread is interrupted
   * @throws dev.brood.exception.OwnerDiedException if the JVM at the root of the family is gone
   * @throws IllegalStateException if this process has closed the semaphore
   */
  public void acquire() throws InterruptedException {
    acquire(1);
  }

  /**
   * Acquires permits, all at once, waiting for them.
   *
   * @throws IllegalArgumentException if {@code permits} is negative
   * @throws InterruptedException if the calling thread is interrupted
   * @throws dev.brood.exception.OwnerDiedException if the JVM at the root of the family is gone
   * @throws IllegalStateException if this process has closed the semaphore
   */
  public void acquire(int permits) throws InterruptedException {
    Deadline.mustNotBeInterrupted();
    if (!tryAcquire(permits)) {
      queue.lockInterruptibly();
      await(permits, Sleeper.NEVER);
    }
  }

  /**
   * Acquires a permit if there is one now.
   *
   * @throws IllegalStateException if this process has closed the semaphore
   */
  public boolean tryAcquire() {
    return tryAcquire(1);
  }

  /**
   * Acquires permits if there are enough now.
   *
   * @throws IllegalArgumentException if {@code permits} is negative
   * @throws IllegalStateException if this process has closed the semaphore
   */
  public boolean tryAcquire(int permits) {
    mustNotBeNegative(permits);
    lock.lock();
    try {
      return take(permits);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Acquires permits, all at once, if there are enough within some time.
   *
   * @param timeout how long to wait at most; no time or less is none
   * @return false when the time ran out
   * @throws IllegalArgumentException if {@code permits} is negative
   * @throws InterruptedException if the calling thread is interrupted
   * @throws dev.brood.exception.OwnerDiedException if the JVM at the root of the family is gone
   * @throws IllegalStateException if this process has closed the semaphore
   */
  public boolean tryAcquire(int permits, Duration timeout) throws InterruptedException {
    long deadline = Deadline.after(timeout);
    Deadline.mustNotBeInterrupted();
    return tryAcquire(permits)
        || (queue.tryLock(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)
            && await(permits, deadline));
  }

  /**
   * Acquires a permit if there is one within some time, as {@link #tryAcquire(int, Duration)} does.
   *
   * @throws InterruptedException if the calling thread is interrupted
   */
  public boolean tryAcquire(Duration timeout) throws InterruptedException {
    return tryAcquire(1, timeout);
  }

  private static void mustNotBeNegative(int permits) {
    if (permits < 0) {
      throw new IllegalArgumentException("permits=" + permits + " is negative");
    }
  }

  /** Waits for permits, as the first in the queue of this process. */
  private boolean await(int permits, long deadline) throws InterruptedException {
    boolean greedy = permits > 1;
    boolean taken = false;
    try {
      Sleeper sleeper = waiting.enter();
      if (greedy) {
        SharedWords.getAndAddLong(memory, AT_GREEDY, 1);
      }
      try {
        while (true) {
          taken = tryAcquire(permits);
          if (taken || Deadline.isOver(deadline)) {
            return taken;
          }
          sleeper.sleep(deadline);
          Deadline.mustNotBeInterrupted();
          waiting.enterAgain(sleeper);
        }
      } finally {
        if (greedy) {
          SharedWords.getAndAddLong(memory, AT_GREEDY, -1);
        }
        waiting.leave(sleeper);
      }
    } finally {
      queue.unlock();
      // Whether a wake-up was spent on this thread or not: what it leaves may serve another.
      if (SharedWords.getLong(memory, AT_PERMITS) > 0) {
        wake(1);
      }
    }
  }

  /** Takes permits if there are enough; the lock is held. */
  private boolean take(int permits) {
    repair();
    if (SharedWords.getLong(memory, AT_PERMITS) < permits && !takeBackFromTheDead(permits)) {
      return false;
    }
    if (keeping) {
      SharedWords.getAndAddLong(memory, AT_TOTAL, -permits);
    } else {
      SharedWords.setLong(memory, atOwn(), held() + permits | (long) self << Integer.SIZE);
    }
    SharedWords.getAndAddLong(memory, AT_PERMITS, -permits);
    return true;
  }

  private long atOwn() {
    return at(Family.slotOf(self));
  }

  private static long at(int slot) {
    return AT_HELD + (long) Long.BYTES * slot;
  }

  private long held() {
    long entry = SharedWords.getLong(memory, atOwn());
    if ((int) (entry >>> Integer.SIZE) == self) {
      return entry & COUNT;
    }
    takeBackFromTheDead(0);
    return 0;
  }

  /** Computes the permits anew if a process died while it changed them; the lock is held. */
  private void repair() {
    if (lock.wasAbandoned()) {
      recount();
    }
  }

  private void recount() {
    long held = 0;
    for (int slot = 0; slot < Segment.SLOTS; slot++) {
      held += SharedWords.getLong(memory, at(slot)) & COUNT;
    }
    SharedWords.setLong(memory, AT_PERMITS, SharedWords.getLong(memory, AT_TOTAL) - held);
  }

  /** Takes back what dead processes hold; tells whether there are enough permits then. */
  private boolean takeBackFromTheDead(int wanted) {
    for (int slot = 0; slot < Segment.SLOTS; slot++) {
      long entry = SharedWords.getLong(memory, at(slot));
      if (entry != 0 && !family.isAlive((int) (entry >>> Integer.SIZE))) {
        SharedWords.setLong(memory, at(slot), 0);
      }
    }
    recount();
    return SharedWords.getLong(memory, AT_PERMITS) >= wanted;
  }

  /**
   * Releases a permit.
   *
   * @throws IllegalStateException if the semaphore is bounded and has all its permits, or this
   *     process has closed it
   */
  public void release() {
    release(1);
  }

  /**
   * Releases permits.
   *
   * @throws IllegalArgumentException if {@code permits} is negative
   * @throws IllegalStateException if the semaphore is bounded and would have more permits than at
   *     first, or this process has closed it
   */
  public void release(int permits) {
    mustNotBeNegative(permits);
    lock.lock();
    try {
      repair();
      giveBack(permits);
    } finally {
      lock.unlock();
    }
    wake(permits);
  }

  private void giveBack(int permits) {
    long now = SharedWords.getLong(memory, AT_PERMITS);
    int bound = SharedWords.getInt(memory, AT_BOUND);
    if (bounded && now + permits > bound) {
      throw new IllegalStateException(
          "permits=" + permits + " cannot be released: there are " + now + " of " + bound);
    }
    if (keeping) {
      SharedWords.getAndAddLong(memory, AT_TOTAL, permits);
    } else {
      giveBackHeld(permits);
    }
    SharedWords.getAndAddLong(memory, AT_PERMITS, permits);
  }

  /** Takes permits off what this process holds, then off what others hold, then makes new ones. */
  private void giveBackHeld(int permits) {
    long left = permits;
    int own = Family.slotOf(self);
    for (int i = 0; i < Segment.SLOTS && left > 0; i++) {
      int slot = (own + i) % Segment.SLOTS;
      long entry = SharedWords.getLong(memory, at(slot));
      long taken = Math.min(left, entry & COUNT);
      if (taken > 0) {
        SharedWords.setLong(memory, at(slot), entry - taken);
        left -= taken;
      }
    }
    if (left > 0) {
      SharedWords.getAndAddLong(memory, AT_TOTAL, left);
    }
  }

  private void wake(int permits) {
    if (SharedWords.getLong(memory, AT_GREEDY) > 0) {
      waiting.wakeAll();
      return;
    }
    for (int i = 0; i < permits && waiting.wakeOne(); i++) {}
  }

  /**
   * Returns how many permits there are now.
   *
   * @throws IllegalStateException if this process has closed the semaphore
   */
  public int availablePermits() {
    lock.lock();
    try {
      if (keeping) {
        repair();
      } else {
        takeBackFromTheDead(0);
      }
      return (int) SharedWords.getLong(memory, AT_PERMITS);
    } finally {
      lock.unlock();
    }
  }

  /** Ends the use of the semaphore in this process; the last one frees it. Again: does nothing. */
  @Override
  public void close() {
    cell.close();
  }

  /** Returns the permits, as text. */
  @Override
  public String toString() {
    return "SharedSemaphore["
        + (cell.isClosed() ? "closed" : "permits=" + availablePermits())
        + "]";
  }
}
