package dev.brood.sync;

import dev.brood.internal.family.Cell;
import dev.brood.internal.family.CellRef;
import dev.brood.internal.family.Family;
import dev.brood.internal.family.WaitSet;
import dev.brood.internal.lock.Hunger;
import dev.brood.internal.lock.RobustLock;
import dev.brood.internal.util.Deadline;
import java.io.Serializable;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

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
 * <p>Permits go to whoever comes first when they are there, so a moment's wait may be overtaken.
 * Who has waited for one for 10 ms is promised the next one, and then it is not there for others.
 * Who wants several at once is promised nothing.
 *
 * <p>A bounded semaphore never has more permits than at first: a release too many throws.
 *
 * @since 0.1
 */
public final class SharedSemaphore implements Serializable, AutoCloseable {
  private static final long serialVersionUID = 1L;

  private static final int MODEST = 1;
  private static final int GREEDY = 2;

  private final transient Cell cell;
  private final transient RobustLock lock;
  private final transient PermitAccount account;

  /** Who waits for one permit. */
  private final transient WaitSet modest;

  /** Who waits for more, and so looks at each release. */
  private final transient WaitSet greedy;

  /** The threads of this process that must wait, in their order; the first one waits for them. */
  private final transient ReentrantLock queue = new ReentrantLock(true);

  SharedSemaphore(Cell cell) {
    this.cell = cell;
    this.lock = new RobustLock(cell);
    this.account = new PermitAccount(cell, lock);
    this.modest = cell.waitSet(MODEST);
    this.greedy = cell.waitSet(GREEDY);
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
      options |= PermitAccount.BOUNDED;
      return this;
    }

    /** Has permits that a process acquired not come back when it dies. */
    public Builder keepingPermitsOfTheDead() {
      options |= PermitAccount.KEEPING;
      return this;
    }

    /** Makes the semaphore. */
    public SharedSemaphore build() {
      return Cell.create(
          Kind.SEMAPHORE,
          PermitAccount.BYTES,
          3,
          cell -> {
            PermitAccount.initialize(cell.body(), permits, options);
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
      await(permits, Deadline.NEVER);
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
    return locked(() -> account.take(permits));
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
    try {
      return permits > 1 ? greedy.await(() -> tryAcquire(permits), deadline) : awaitOne(deadline);
    } finally {
      queue.unlock();
      // Whether a wake-up was spent on this thread or not: what it leaves may serve another.
      if (account.estimate() > 0) {
        wake(1);
      }
    }
  }

  /** Waits for a permit: for a while for any, then for the one that is promised. */
  private boolean awaitOne(long deadline) throws InterruptedException {
    if (modest.await(() -> tryAcquire(1), Hunger.none(deadline))) {
      return true;
    }
    Claim claim = new Claim();
    try {
      return modest.await(claim, deadline);
    } finally {
      claim.end();
    }
  }

  /**
   * A claim to the next permit, made at the first look at which no other process has one. Nobody
   * need look again for that: each release wakes somebody.
   */
  private final class Claim implements WaitSet.Attempt {
    private boolean promised;

    @Override
    public boolean succeeds() {
      return locked(this::take);
    }

    private boolean take() {
      boolean taken = promised ? account.takePromised() : account.take(1);
      promised = !taken && (promised || account.promise());
      return taken;
    }

    void end() {
      if (promised && locked(account::giveUpPromise)) {
        modest.wakeOne();
      }
    }
  }

  private boolean locked(BooleanSupplier action) {
    lock.lock();
    try {
      return action.getAsBoolean();
    } finally {
      lock.unlock();
    }
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
   *     first, or would have more than an {@code int} holds, or this process has closed it
   */
  public void release(int permits) {
    mustNotBeNegative(permits);
    lock.lock();
    try {
      account.giveBack(permits);
    } finally {
      lock.unlock();
    }
    wake(permits);
  }

  private void wake(int permits) {
    greedy.wakeAll();
    int next = account.promisedTo();
    int woken = next != 0 && modest.wake(Family.slotOf(next)) ? 1 : 0;
    while (woken < permits && modest.wakeOne()) {
      woken++;
    }
  }

  /**
   * Returns how many permits there are now.
   *
   * @throws IllegalStateException if this process has closed the semaphore
   */
  public int availablePermits() {
    lock.lock();
    try {
      return (int) account.available();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Ends the use of the semaphore in this process; the last one frees it. Threads of this process
   * that wait get {@link IllegalStateException}. Again: does nothing.
   */
  @Override
  public void close() {
    lock.close();
  }

  /** Returns the permits, as text. */
  @Override
  public String toString() {
    return "SharedSemaphore["
        + (cell.isClosed() ? "closed" : "permits=" + availablePermits())
        + "]";
  }
}
