package dev.brood.sync;

import dev.brood.function.SerializableRunnable;
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
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Where a number of threads of any processes of a family wait for each other, again and again; what
 * {@link java.util.concurrent.CyclicBarrier} is to the threads of one process.
 *
 * <p>Any thread of any process that has the handle may call it. What was done before {@link
 * #await()} is visible to the action and to all that return from the wait.
 *
 * <p>The barrier breaks, and all that wait get {@link BrokenBarrierException}, when one of them is
 * interrupted or runs out of time, when the action throws, and when a party dies: a process that
 * has waited at this barrier and ends without having exited or closed it, whether it waits just
 * then or not. A broken barrier stays so until it is {@link #reset()}.
 *
 * @since 0.1
 */
public final class Barrier implements Serializable, AutoCloseable {
  private static final long serialVersionUID = 1L;

  // Body: a robust lock (64), then these, guarded by it:
  //   parties (4), arrived (4), generation (8), broken (8),
  //   how the last generations ended (64 x 8): the number and below it, whether it was tripped,
  //   and by slot: the member that is a party (4) and how many of its threads have arrived (4).
  private static final int AT_PARTIES = RobustLock.BYTES;
  private static final int AT_ARRIVED = AT_PARTIES + 4;
  private static final int AT_GENERATION = AT_PARTIES + 8;
  private static final int AT_BROKEN = AT_PARTIES + 16;
  private static final int AT_ENDS = AT_PARTIES + 64;
  private static final int ENDS = 64;
  private static final int AT_MEMBERS = AT_ENDS + Long.BYTES * ENDS;
  private static final int BYTES = AT_MEMBERS + Long.BYTES * Segment.SLOTS;

  private final transient Cell cell;
  private final transient Family family;
  private final transient MemorySegment memory;
  private final transient RobustLock lock;
  private final transient WaitSet waiting;
  private final transient int self;
  private final transient @Nullable SerializableRunnable action;
  private transient Family.@Nullable AtExit exit;

  private Barrier(Cell cell, @Nullable SerializableRunnable action) {
    this.cell = cell;
    this.family = cell.family();
    this.memory = cell.body();
    this.lock = new RobustLock(cell);
    this.waiting = cell.waitSet(1);
    this.self = family.self();
    this.action = action;
  }

  /**
   * Makes a barrier.
   *
   * @param parties how many threads must wait for all to go on
   * @throws IllegalArgumentException if {@code parties} is less than 1
   */
  public static Barrier create(int parties) {
    return make(parties, null);
  }

  /**
   * Makes a barrier with an action.
   *
   * @param parties how many threads must wait for all to go on
   * @param action what the thread that arrives last does in its process before all go on
   * @throws IllegalArgumentException if {@code parties} is less than 1
   */
  public static Barrier create(int parties, SerializableRunnable action) {
    return make(parties, action);
  }

  private static Barrier make(int parties, @Nullable SerializableRunnable action) {
    if (parties < 1) {
      throw new IllegalArgumentException("parties=" + parties + " is less than 1");
    }
    return Cell.create(
        Kind.BARRIER,
        BYTES,
        2,
        cell -> {
          SharedWords.setInt(cell.body(), AT_PARTIES, parties);
          return new Barrier(cell, action);
        });
  }

  private record Handle(CellRef ref, @Nullable SerializableRunnable action)
      implements Serializable {
    private Object readResolve() {
      return Cell.attach(ref, Kind.BARRIER, cell -> new Barrier(cell, action));
    }
  }

  private Object writeReplace() {
    return new Handle(cell.send(), action);
  }

  /**
   * Waits until all parties do.
   *
   * @return how many were still missing when this one arrived: 0 for exactly one of them, the last
   * @throws BrokenBarrierException if the barrier is broken, or breaks during the wait
   * @throws InterruptedException if the calling thread is interrupted; that breaks the barrier
   * @throws dev.brood.exception.OwnerDiedException if the JVM at the root of the family is gone
   * @throws IllegalStateException if this process has closed the barrier
   */
  public int await() throws InterruptedException, BrokenBarrierException {
    try {
      return await(Sleeper.NEVER);
    } catch (TimeoutException e) {
      throw new AssertionError("a wait without an end cannot run out of time", e);
    }
  }

  /**
   * Waits until all parties do, for some time.
   *
   * @param timeout how long at most; no time or less is none
   * @return how many were still missing when this one arrived
   * @throws TimeoutException if the time ran out; that breaks the barrier
   * @throws BrokenBarrierException if the barrier is broken, or breaks during the wait
   * @throws InterruptedException if the calling thread is interrupted; that breaks the barrier
   * @throws dev.brood.exception.OwnerDiedException if the JVM at the root of the family is gone
   * @throws IllegalStateException if this process has closed the barrier
   */
  public int await(Duration timeout)
      throws InterruptedException, BrokenBarrierException, TimeoutException {
    return await(Deadline.after(timeout));
  }

  private int await(long deadline)
      throws InterruptedException, BrokenBarrierException, TimeoutException {
    long generation;
    int missing;
    lock();
    try {
      mustNotBeBroken();
      Deadline.mustNotBeInterrupted();
      generation = SharedWords.getLong(memory, AT_GENERATION);
      enterMember();
      int arrived = SharedWords.getInt(memory, AT_ARRIVED) + 1;
      SharedWords.setInt(memory, AT_ARRIVED, arrived);
      missing = parties() - arrived;
    } catch (InterruptedException e) {
      breakIt();
      throw e;
    } finally {
      lock.unlock();
    }
    if (missing == 0) {
      trip(generation);
    } else {
      awaitEndOf(generation, deadline);
    }
    return missing;
  }

  private void lock() {
    lock.lock();
    if (lock.wasAbandoned()) {
      // What was half done cannot be told; that a party died is certain.
      breakIt();
    }
  }

  private void mustNotBeBroken() throws BrokenBarrierException {
    breakIfAMemberDied();
    if (SharedWords.getLong(memory, AT_BROKEN) != 0) {
      throw broken();
    }
  }

  private static BrokenBarrierException broken() {
    return new BrokenBarrierException(
        "the barrier is broken: a party was interrupted, ran out of time, died, or broke it");
  }

  private void enterMember() {
    if (exit == null) {
      exit = Family.atExit(new Exit(this));
    }
    long own = SharedWords.getLong(memory, atMember(Family.slotOf(self)));
    long threads = (int) (own >>> Integer.SIZE) == self ? own & 0xFFFF_FFFFL : 0;
    SharedWords.setLong(
        memory, atMember(Family.slotOf(self)), (long) self << Integer.SIZE | (threads + 1));
  }

  private static long atMember(int slot) {
    return AT_MEMBERS + (long) Long.BYTES * slot;
  }

  /** Runs the action, then lets all go. */
  private void trip(long generation) throws BrokenBarrierException {
    boolean done = false;
    try {
      if (action != null) {
        action.run();
      }
      done = true;
    } finally {
      lock();
      try {
        if (SharedWords.getLong(memory, AT_GENERATION) != generation) {
          done = false;
        } else if (done) {
          end(generation, true);
        } else {
          breakIt();
        }
      } finally {
        lock.unlock();
      }
    }
    if (!done) {
      throw broken();
    }
  }

  private void awaitEndOf(long generation, long deadline)
      throws InterruptedException, BrokenBarrierException, TimeoutException {
    Sleeper sleeper = waiting.enter();
    try {
      int deaths = -1;
      while (SharedWords.getLong(memory, AT_GENERATION) == generation) {
        boolean over = Deadline.isOver(deadline);
        boolean interrupted = Thread.interrupted();
        if (over || interrupted || deaths != family.deaths()) {
          deaths = family.deaths();
          if (breakUnlessEnded(generation, over || interrupted)) {
            if (interrupted) {
              throw new InterruptedException();
            }
            throw new TimeoutException("not all parties came to the barrier in time");
          }
          if (interrupted) {
            Thread.currentThread().interrupt();
          }
          continue;
        }
        sleeper.sleep(deadline);
        waiting.enterAgain(sleeper);
      }
      long end = SharedWords.getLong(memory, atEnd(generation));
      // An end that was overwritten is long ago; the barrier has gone on since.
      if (end >>> 1 == generation && (end & 1) == 0) {
        throw broken();
      }
    } finally {
      waiting.leave(sleeper);
    }
  }

  /** Breaks the barrier if it is wanted, or a party died; returns whether it was for the first. */
  private boolean breakUnlessEnded(long generation, boolean wanted) {
    lock();
    try {
      if (SharedWords.getLong(memory, AT_GENERATION) != generation) {
        return false;
      }
      breakIfAMemberDied();
      if (wanted && SharedWords.getLong(memory, AT_GENERATION) == generation) {
        breakIt();
        return true;
      }
      return false;
    } finally {
      lock.unlock();
    }
  }

  /** Breaks the barrier if a party died, and forgets that one; the lock is held. */
  private void breakIfAMemberDied() {
    boolean died = false;
    for (int slot = 0; slot < Segment.SLOTS; slot++) {
      int member = (int) (SharedWords.getLong(memory, atMember(slot)) >>> Integer.SIZE);
      if (member != 0 && !family.isAlive(member)) {
        died = true;
        SharedWords.setLong(memory, atMember(slot), 0);
      }
    }
    if (died && SharedWords.getLong(memory, AT_BROKEN) == 0) {
      breakIt();
    }
  }

  private void breakIt() {
    SharedWords.setLong(memory, AT_BROKEN, 1);
    end(SharedWords.getLong(memory, AT_GENERATION), false);
  }

  private static long atEnd(long generation) {
    return AT_ENDS + Long.BYTES * (generation % ENDS);
  }

  /** Ends a generation; all that wait in it go on. The lock is held. */
  private void end(long generation, boolean tripped) {
    SharedWords.setLong(memory, atEnd(generation), generation << 1 | (tripped ? 1 : 0));
    SharedWords.setInt(memory, AT_ARRIVED, 0);
    for (int slot = 0; slot < Segment.SLOTS; slot++) {
      long entry = SharedWords.getLong(memory, atMember(slot));
      SharedWords.setLong(memory, atMember(slot), entry & ~0xFFFF_FFFFL);
    }
    SharedWords.setLong(memory, AT_GENERATION, generation + 1);
    waiting.wakeAll();
  }

  /**
   * Makes the barrier whole again. Whoever waits just then gets {@link BrokenBarrierException}.
   *
   * @throws IllegalStateException if this process has closed the barrier
   */
  public void reset() {
    lock();
    try {
      breakIfAMemberDied();
      breakIt();
      SharedWords.setLong(memory, AT_BROKEN, 0);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Breaks the barrier.
   *
   * @throws IllegalStateException if this process has closed the barrier
   */
  public void abort() {
    lock();
    try {
      breakIt();
    } finally {
      lock.unlock();
    }
  }

  /** Returns how many threads must wait for all to go on. */
  public int parties() {
    return SharedWords.getInt(memory, AT_PARTIES);
  }

  /**
   * Returns how many threads wait now.
   *
   * @throws IllegalStateException if this process has closed the barrier
   */
  public int numberWaiting() {
    cell.mustBeOpen();
    return SharedWords.getInt(memory, AT_ARRIVED);
  }

  /**
   * Tells whether the barrier is broken.
   *
   * @throws IllegalStateException if this process has closed the barrier
   */
  public boolean isBroken() {
    cell.mustBeOpen();
    return SharedWords.getLong(memory, AT_BROKEN) != 0;
  }

  /** This process is no party any more, without having died. */
  private void leave() {
    if (!cell.isClosed()) {
      long own = SharedWords.getLong(memory, atMember(Family.slotOf(self)));
      if ((own & 0xFFFF_FFFFL) == 0) {
        SharedWords.compareAndSetLong(memory, atMember(Family.slotOf(self)), own, 0);
      }
    }
  }

  /**
   * Ends the use of the barrier in this process, which is no party any more; the last one frees it.
   * Again: does nothing.
   */
  @Override
  public void close() {
    leave();
    if (exit != null) {
      exit.close();
    }
    cell.close();
  }

  /** Leaves at the exit of this JVM; does not keep a barrier that nobody else keeps. */
  private static final class Exit implements AutoCloseable {
    private final WeakReference<Barrier> barrier;

    Exit(Barrier barrier) {
      this.barrier = new WeakReference<>(barrier);
    }

    @Override
    public void close() {
      Barrier kept = barrier.get();
      if (kept != null) {
        kept.leave();
      }
    }
  }

  /** Returns the state, as text. */
  @Override
  public String toString() {
    if (cell.isClosed()) {
      return "Barrier[closed]";
    }
    String state = isBroken() ? "broken" : "waiting=" + numberWaiting();
    return "Barrier[parties=" + parties() + ", " + state + "]";
  }
}
