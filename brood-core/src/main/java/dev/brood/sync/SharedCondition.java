package dev.brood.sync;

import dev.brood.internal.family.Cell;
import dev.brood.internal.family.CellRef;
import dev.brood.internal.family.Family;
import dev.brood.internal.family.Sleeper;
import dev.brood.internal.family.WaitSet;
import dev.brood.internal.lock.RobustLock;
import dev.brood.internal.region.Segment;
import dev.brood.internal.region.SharedWords;
import dev.brood.internal.util.Deadline;
import java.io.Serializable;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.Date;
import java.util.Iterator;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;

/**
 * A {@link Condition} of a {@link SharedLock}, for threads of any processes.
 *
 * <p>Each call needs the lock, in the calling thread, else it throws {@link
 * IllegalMonitorStateException}. A signal wakes exactly one waiter that lives; processes take
 * turns, and of one process the thread is woken that waits longest. If the process of that waiter
 * dies before the waiter has returned, another one gets the signal: none is lost to the dead. As
 * with any condition, wait in a loop.
 *
 * @since 0.1
 */
public final class SharedCondition implements Condition, Serializable, AutoCloseable {
  private static final long serialVersionUID = 1L;

  // Body: the slot signalled last (8), then for each slot its member (4), how many of its threads
  // wait unsignalled (2) and how many signals they have not taken yet (2). The lock guards all. One
  // store changes one slot, so what a process leaves that dies half way is whole.
  private static final int AT_LAST = 0;
  private static final int AT_SLOTS = 64;
  private static final int BYTES = AT_SLOTS + Long.BYTES * Segment.SLOTS;
  private static final int MOST = 0xFFFF;

  private final transient SharedLock owner;
  private final transient RobustLock lock;
  private final transient Cell cell;
  private final transient Family family;
  private final transient MemorySegment memory;
  private final transient WaitSet waiting;
  private final transient int self;

  /**
   * The threads of this process that wait, in their order: as many of the first as there are
   * signals have got one. Changed only with the lock held.
   */
  private final transient Queue<Sleeper> queue = new ConcurrentLinkedQueue<>();

  private SharedCondition(SharedLock owner, Cell cell) {
    this.owner = owner;
    this.lock = owner.robust();
    this.cell = cell;
    this.family = cell.family();
    this.memory = cell.body();
    this.waiting = cell.waitSet(0);
    this.self = family.self();
  }

  static SharedCondition of(SharedLock lock) {
    return Cell.create(Kind.CONDITION, BYTES, 1, cell -> new SharedCondition(lock, cell));
  }

  private record Handle(SharedLock lock, CellRef ref) implements Serializable {
    private Object readResolve() {
      return Cell.attach(ref, Kind.CONDITION, cell -> new SharedCondition(lock, cell));
    }
  }

  private Object writeReplace() {
    return new Handle(owner, cell.send());
  }

  /** The entry of a slot, taken apart. */
  private record Entry(int member, int waiters, int signals) {
    static Entry of(long word) {
      return new Entry((int) (word >>> 32), (int) (word >>> 16) & MOST, (int) word & MOST);
    }

    long word() {
      return (long) member << 32 | (long) waiters << 16 | signals;
    }
  }

  private Entry entry(int slot) {
    return Entry.of(SharedWords.getLong(memory, at(slot)));
  }

  private void set(int slot, Entry entry) {
    SharedWords.setLong(memory, at(slot), entry.word());
  }

  private static long at(int slot) {
    return AT_SLOTS + (long) Long.BYTES * slot;
  }

  private Entry own() {
    Entry entry = entry(Family.slotOf(self));
    // Anything else is what a dead process left whose slot this one has now; it was settled.
    return entry.member == self ? entry : new Entry(self, 0, 0);
  }

  @Override
  public void await() throws InterruptedException {
    waitForSignal(Deadline.NEVER, true);
  }

  @Override
  public void awaitUninterruptibly() {
    try {
      waitForSignal(Deadline.NEVER, false);
    } catch (InterruptedException e) {
      throw new AssertionError("nobody may interrupt this wait", e);
    }
  }

  @Override
  public long awaitNanos(long nanosTimeout) throws InterruptedException {
    long deadline = Deadline.after(nanosTimeout);
    boolean signalled = waitForSignal(deadline, true);
    return signalled ? Math.max(1, deadline - System.nanoTime()) : 0;
  }

  @Override
  public boolean await(long time, TimeUnit unit) throws InterruptedException {
    return waitForSignal(Deadline.after(unit.toNanos(time)), true);
  }

  /**
   * Waits for a signal, for some time.
   *
   * @param timeout how long at most; no time or less is none
   * @return false when the time ran out
   * @throws InterruptedException if the calling thread is interrupted; it holds the lock again
   */
  public boolean await(Duration timeout) throws InterruptedException {
    return waitForSignal(Deadline.after(timeout), true);
  }

  @Override
  @SuppressWarnings("JavaUtilDate") // The interface asks for it.
  public boolean awaitUntil(Date deadline) throws InterruptedException {
    long millis = Deadline.millisUntil(deadline.getTime());
    return waitForSignal(Deadline.after(Duration.ofMillis(millis)), true);
  }

  private boolean waitForSignal(long deadline, boolean interruptible) throws InterruptedException {
    lock.mustBeHeld();
    cell.mustBeOpen();
    if (interruptible) {
      Deadline.mustNotBeInterrupted();
    }
    int left = entry(Family.slotOf(self)).member;
    if (left != 0 && left != self) {
      settleTheDead();
    }
    Entry before = own();
    if (before.waiters + before.signals == MOST) {
      throw new IllegalStateException("waiters=" + MOST + " of one process already");
    }
    Sleeper sleeper = waiting.enter();
    queue.add(sleeper);
    set(Family.slotOf(self), new Entry(self, before.waiters + 1, before.signals));
    int deaths = family.deaths();
    boolean interrupted = false;
    int holds = lock.unlockFully();
    boolean locked = false;
    try {
      while (true) {
        boolean over = Deadline.isOver(deadline);
        if (Thread.interrupted()) {
          interrupted = true;
          over |= interruptible;
        }
        if (over || own().signals > 0 || family.deaths() != deaths) {
          lock.lockFully(holds);
          locked = true;
          cell.mustBeOpen();
          if (takeSignal(sleeper, over)) {
            return true;
          }
          if (over) {
            if (interrupted && interruptible) {
              interrupted = false;
              throw new InterruptedException();
            }
            return false;
          }
          deaths = family.deaths();
          settleTheDead();
          waiting.enterAgain(sleeper);
          lock.unlockFully();
          locked = false;
        } else {
          sleeper.sleep(deadline);
          waiting.enterAgain(sleeper);
        }
      }
    } finally {
      queue.remove(sleeper);
      waiting.leave(sleeper);
      if (!locked) {
        lock.lockFully(holds);
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Takes the thread's signal if it has one; else, if the wait is over, takes it out. */
  private boolean takeSignal(Sleeper sleeper, boolean over) {
    Entry entry = own();
    if (isAmongTheFirst(entry.signals, sleeper)) {
      queue.remove(sleeper);
      set(Family.slotOf(self), new Entry(self, entry.waiters, entry.signals - 1));
      return true;
    }
    if (over) {
      queue.remove(sleeper);
      set(Family.slotOf(self), new Entry(self, entry.waiters - 1, entry.signals));
    }
    return false;
  }

  private boolean isAmongTheFirst(int count, Sleeper sleeper) {
    Iterator<Sleeper> first = queue.iterator();
    for (int i = 0; i < count && first.hasNext(); i++) {
      if (first.next() == sleeper) {
        return true;
      }
    }
    return false;
  }

  /** Gives signals that the dead have not taken to others; forgets the dead. */
  private void settleTheDead() {
    for (int slot = 0; slot < Segment.SLOTS; slot++) {
      Entry entry = entry(slot);
      if (entry.member != 0 && !family.isAlive(entry.member)) {
        // Given before they are taken away: dying between makes one signal two, which a loop bears.
        for (int i = 0; i < entry.signals; i++) {
          signalOne();
        }
        SharedWords.setLong(memory, at(slot), 0);
      }
    }
  }

  @Override
  public void signal() {
    lock.mustBeHeld();
    cell.mustBeOpen();
    signalOne();
  }

  private void signalOne() {
    int last = (int) SharedWords.getLong(memory, AT_LAST);
    for (int i = 1; i <= Segment.SLOTS; i++) {
      int slot = (last + i) % Segment.SLOTS;
      Entry entry = entry(slot);
      if (entry.waiters > 0 && family.isAlive(entry.member)) {
        SharedWords.setLong(memory, AT_LAST, slot);
        set(slot, new Entry(entry.member, entry.waiters - 1, entry.signals + 1));
        waiting.wake(slot);
        return;
      }
    }
  }

  @Override
  public void signalAll() {
    lock.mustBeHeld();
    cell.mustBeOpen();
    for (int slot = 0; slot < Segment.SLOTS; slot++) {
      Entry entry = entry(slot);
      if (entry.waiters > 0 && family.isAlive(entry.member)) {
        set(slot, new Entry(entry.member, 0, entry.signals + entry.waiters));
        waiting.wake(slot);
      }
    }
  }

  /** Returns how many threads of all processes wait and have got no signal. The lock is needed. */
  public int waiters() {
    lock.mustBeHeld();
    int waiters = 0;
    for (int slot = 0; slot < Segment.SLOTS; slot++) {
      Entry entry = entry(slot);
      waiters += family.isAlive(entry.member) ? entry.waiters : 0;
    }
    return waiters;
  }

  /**
   * Ends the use of the condition in this process; the lock stays open. Threads of this process
   * that wait get {@link IllegalStateException}. Again: does nothing.
   */
  @Override
  public void close() {
    cell.close();
  }
}
