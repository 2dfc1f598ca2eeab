package dev.brood.sync;

import dev.brood.function.SerializableRunnable;
import dev.brood.internal.family.Cell;
import dev.brood.internal.family.CellRef;
import dev.brood.internal.family.Family;
import dev.brood.internal.family.Sleeper;
import dev.brood.internal.family.WaitSet;
import dev.brood.internal.lock.RobustLock;
import dev.brood.internal.util.Deadline;
import java.io.Serializable;
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

  private static final int WAIT_SETS = 2;

  private final transient Cell cell;
  private final transient Family family;
  private final transient RobustLock lock;
  private final transient BarrierState state;
  private final transient WaitSet waiting;
  private final transient @Nullable SerializableRunnable action;

  // Guarded by the lock.
  private transient Family.@Nullable AtExit exit;

  private Barrier(Cell cell, @Nullable SerializableRunnable action) {
    this.cell = cell;
    this.family = cell.family();
    this.lock = new RobustLock(cell);
    this.state = new BarrierState(cell.body(), family);
    this.waiting = cell.waitSet(1);
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
        BarrierState.BYTES,
        WAIT_SETS,
        cell -> {
          BarrierState.initialize(cell.body(), parties);
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
      return await(Deadline.NEVER);
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
    while (true) {
      int deaths = family.deaths();
      long generation;
      int missing;
      lock();
      try {
        mustNotBeBroken();
        Deadline.mustNotBeInterrupted();
        generation = state.generation();
        missing = state.parties() - state.arrived() - 1;
        if (missing >= 0) {
          arrive();
        }
        if (missing == 0 && action == null) {
          end(true);
          return 0;
        }
      } catch (InterruptedException e) {
        breakIt();
        throw e;
      } finally {
        lock.unlock();
      }
      if (missing == 0) {
        trip(generation);
      } else {
        awaitEndOf(generation, deadline, deaths);
      }
      if (missing >= 0) {
        return missing;
      }
      // All had arrived and the action was running, so this thread is of the next generation.
    }
  }

  private void lock() {
    lock.lock();
    if (lock.wasAbandoned()) {
      // What was half done cannot be told; that a party died is certain.
      breakIt();
    }
  }

  private void mustNotBeBroken() throws BrokenBarrierException {
    breakIfAPartyDied();
    if (state.isBroken()) {
      throw broken();
    }
  }

  private static BrokenBarrierException broken() {
    return new BrokenBarrierException(
        "the barrier is broken: a party was interrupted, ran out of time, died, or broke it");
  }

  private void arrive() {
    if (exit == null) {
      exit = Family.atExit(new Exit(this));
    }
    state.arrive();
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
        if (state.generation() != generation) {
          done = false;
        } else if (done) {
          end(true);
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

  private void awaitEndOf(long generation, long deadline, int deathsSeen)
      throws InterruptedException, BrokenBarrierException, TimeoutException {
    Sleeper sleeper = waiting.enter();
    try {
      int deaths = deathsSeen;
      while (state.generation() == generation) {
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
      if (!state.wasTripped(generation)) {
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
      if (state.generation() != generation) {
        return false;
      }
      breakIfAPartyDied();
      if (wanted && state.generation() == generation) {
        breakIt();
        return true;
      }
      return false;
    } finally {
      lock.unlock();
    }
  }

  /** Breaks the barrier if a party died, and forgets that one; the lock is held. */
  private void breakIfAPartyDied() {
    if (state.forgetTheDead() && !state.isBroken()) {
      breakIt();
    }
  }

  private void breakIt() {
    state.setBroken(true);
    end(false);
  }

  private void end(boolean tripped) {
    state.end(tripped);
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
      state.forgetTheDead();
      breakIt();
      state.setBroken(false);
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
    return state.parties();
  }

  /**
   * Returns how many threads wait now.
   *
   * @throws IllegalStateException if this process has closed the barrier
   */
  public int numberWaiting() {
    cell.mustBeOpen();
    return state.arrived();
  }

  /**
   * Tells whether the barrier is broken.
   *
   * @throws IllegalStateException if this process has closed the barrier
   */
  public boolean isBroken() {
    cell.mustBeOpen();
    return state.isBroken();
  }

  /**
   * Ends the use of the barrier in this process, which is no party any more; the last one frees it.
   * If threads of this process wait, that breaks the barrier. Again: does nothing.
   */
  @Override
  public void close() {
    if (cell.isClosed()) {
      return;
    }
    Family.AtExit registered;
    lock();
    try {
      if (state.waitingHere() > 0) {
        breakIt();
      }
      state.leave();
      registered = exit;
    } finally {
      lock.unlock();
    }
    if (registered != null) {
      registered.close();
    }
    lock.close();
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
      if (kept != null && !kept.cell.isClosed()) {
        kept.state.leave();
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
