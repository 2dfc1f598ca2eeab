package dev.brood.internal.lock;

import dev.brood.exception.OwnerDiedException;
import dev.brood.internal.family.Cell;
import dev.brood.internal.family.Family;
import dev.brood.internal.family.Sleeper;
import dev.brood.internal.family.WaitSet;
import dev.brood.internal.region.Segment;
import dev.brood.internal.region.SharedWords;
import dev.brood.internal.util.Patience;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A reentrant lock between all threads of all processes of a family, on two levels: threads of one
 * process compete for a lock of their own, and whoever has that one competes for the process. So at
 * most one thread of each process waits for the others, and the word says which process owns.
 *
 * <pre>
 * at  0 word (8)      owner (32 bits, id of a member or 0) | sleepers | abandoned | broken
 *     8 thread (8)    of the owner
 *    16 options (4)   fair 1, breaks 2
 *    24 ticket (8)    fair: the last ticket that was drawn
 *    32 waiters (4x8) some that sleep: id (32 bits) and thread (its lower 32 bits)
 *    64 tickets (512 x 8), by slot: fair only; id (32 bits) and number of the ticket
 * </pre>
 *
 * <p>The word is that of U. Drepper, "Futexes Are Tricky" (2011): who must sleep sets the mark of
 * sleepers, who unlocks a marked word wakes one, who comes from sleep keeps the mark. A fair lock
 * is not set free while others sleep, it is handed to the one with the lowest ticket. The ticket is
 * taken from its drawer by a compare-and-set, so that it is either called or given up.
 *
 * <p>If the owner is dead, the next one takes the lock over, and the word says so until it is
 * unlocked; or, if the lock is one that breaks, it is broken from then on. A sleeper learns of a
 * death as {@link WaitSet} says.
 */
public final class RobustLock {

  /** Bytes of a lock in the body of a cell. */
  public static final int BYTES = 64;

  /** Bytes of a fair lock in the body of a cell. */
  public static final int FAIR_BYTES = BYTES + Long.BYTES * Segment.SLOTS;

  /** Number of longs in which sleepers are noted for reports. */
  static final int NOTES = 4;

  private static final int FAIR = 1;
  private static final int BREAKS = 2;

  private static final int AT_THREAD = 8;
  private static final int AT_OPTIONS = 16;
  private static final int AT_TICKET = 24;
  private static final int AT_NOTES = 32;
  private static final int AT_TICKETS = BYTES;

  private static final long OWNER = 0xFFFF_FFFFL;
  private static final long SLEEPERS = 1L << 32;
  private static final long ABANDONED = 1L << 33;
  private static final long BROKEN = 1L << 34;

  private final Cell cell;
  private final Family family;
  private final MemorySegment memory;
  private final WaitSet waiting;
  private final ReentrantLock local;
  private final long self;
  private final boolean fair;
  private final boolean breaks;

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
    this.family = cell.family();
    this.memory = cell.body().asSlice(offset);
    this.waiting = cell.waitSet(waitSet);
    int options = SharedWords.getInt(memory, AT_OPTIONS);
    this.fair = (options & FAIR) != 0;
    this.breaks = (options & BREAKS) != 0;
    this.local = new ReentrantLock(fair);
    this.self = family.self();
  }

  /** Says what kind of lock is to be in a cell that was just made. */
  public static void initialize(Cell cell, boolean fair, boolean breaks) {
    SharedWords.setInt(cell.body(), AT_OPTIONS, (fair ? FAIR : 0) | (breaks ? BREAKS : 0));
  }

  /**
   * Locks, waiting as long as it takes; an interrupt stays pending.
   *
   * @throws OwnerDiedException if the lock is broken, or the root of the family is gone
   * @throws IllegalStateException if this process has closed the lock
   */
  public void lock() {
    cell.mustBeOpen();
    int note = noteIfTaken();
    local.lock();
    eraseNote(note);
    if (local.getHoldCount() == 1 && !acquireAtOnce()) {
      boolean acquired = false;
      try {
        acquired = acquire(Sleeper.NEVER, false);
      } catch (InterruptedException e) {
        throw new AssertionError("nobody may interrupt this wait", e);
      } finally {
        if (!acquired) {
          local.unlock();
        }
      }
    }
  }

  /** Locks as {@link #lock} does, unless the thread is interrupted. */
  public void lockInterruptibly() throws InterruptedException {
    cell.mustBeOpen();
    int note = noteIfTaken();
    try {
      local.lockInterruptibly();
    } finally {
      eraseNote(note);
    }
    if (local.getHoldCount() == 1 && !acquireAtOnce()) {
      acquireOrUnlock(Sleeper.NEVER);
    }
  }

  /** Locks if that is possible now. */
  public boolean tryLock() {
    cell.mustBeOpen();
    if (!local.tryLock()) {
      return false;
    }
    if (local.getHoldCount() > 1 || acquireAtOnce()) {
      return true;
    }
    boolean acquired = false;
    try {
      acquired = takeOver();
    } finally {
      if (!acquired) {
        local.unlock();
      }
    }
    return acquired;
  }

  /** Locks as {@link #lockInterruptibly} does, within some time; no time or less is none. */
  public boolean tryLock(long nanos) throws InterruptedException {
    cell.mustBeOpen();
    long deadline = System.nanoTime() + Math.clamp(nanos, 0, Long.MAX_VALUE / 2);
    if (!local.tryLock(nanos, TimeUnit.NANOSECONDS)) {
      return false;
    }
    return local.getHoldCount() > 1 || acquireAtOnce() || acquireOrUnlock(deadline);
  }

  private boolean acquireOrUnlock(long deadline) throws InterruptedException {
    boolean acquired = false;
    try {
      acquired = acquire(deadline, true);
      return acquired;
    } finally {
      if (!acquired) {
        local.unlock();
      }
    }
  }

  private boolean acquireAtOnce() {
    if (SharedWords.compareAndSetLong(memory, 0, 0, self)) {
      noteOwner();
      return true;
    }
    return false;
  }

  private void noteOwner() {
    SharedWords.setLongOpaque(memory, AT_THREAD, Thread.currentThread().threadId());
  }

  /** Takes the lock if it is free or its owner is dead. */
  private boolean takeOver() {
    while (true) {
      long word = SharedWords.getLong(memory, 0);
      mustNotBeBroken(word);
      int owner = (int) (word & OWNER);
      if (owner == 0 || (owner == self && fair)) {
        // Free; or handed to us. Others may sleep, so the mark is set in any case.
        if (SharedWords.compareAndSetLong(memory, 0, word, self | SLEEPERS | (word & ABANDONED))) {
          noteOwner();
          return true;
        }
      } else if (family.isAlive(owner)) {
        return false;
      } else if (breaks) {
        if (SharedWords.compareAndSetLong(memory, 0, word, BROKEN)) {
          waiting.wakeAll();
        }
      } else if (SharedWords.compareAndSetLong(memory, 0, word, self | SLEEPERS | ABANDONED)) {
        noteOwner();
        return true;
      }
    }
  }

  private static void mustNotBeBroken(long word) {
    if ((word & BROKEN) != 0) {
      throw new OwnerDiedException(
          "the lock is broken: a process died while it held the lock, and the lock was made to"
              + " break then; make another lock for what can be made whole again");
    }
  }

  private boolean acquire(long deadline, boolean interruptible) throws InterruptedException {
    if (!fair) {
      Patience patience = new Patience();
      do {
        if (SharedWords.getLong(memory, 0) == 0 && acquireAtOnce()) {
          return true;
        }
      } while (patience.lastsAMoment());
    }
    boolean interrupted = false;
    boolean acquired = false;
    Sleeper sleeper = waiting.enter();
    long ticket = drawTicket();
    int note = noteWaiter();
    try {
      while (true) {
        acquired = takeOver();
        if (acquired) {
          return true;
        }
        if (Thread.interrupted()) {
          if (interruptible) {
            throw new InterruptedException();
          }
          interrupted = true;
        }
        if (deadline != Sleeper.NEVER && deadline - System.nanoTime() <= 0) {
          return false;
        }
        if (markSleepers()) {
          sleeper.sleep(deadline);
        }
        waiting.enterAgain(sleeper);
      }
    } finally {
      eraseNote(note);
      if (!giveUpTicket(ticket, acquired)) {
        awaitHandover(sleeper);
        acquired = true;
        release();
      }
      if (waiting.leave(sleeper) && !acquired && (SharedWords.getLong(memory, 0) & OWNER) == 0) {
        waiting.wakeOne();
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Sets the mark of sleepers; returns false if meanwhile the lock may be had. */
  private boolean markSleepers() {
    long word = SharedWords.getLong(memory, 0);
    int owner = (int) (word & OWNER);
    if (owner == 0 || owner == self || !family.isAlive(owner)) {
      return false;
    }
    return (word & SLEEPERS) != 0
        || SharedWords.compareAndSetLong(memory, 0, word, word | SLEEPERS);
  }

  /** Unlocks; what was done before is visible to whoever locks next, in any process. */
  public void unlock() {
    if (!local.isHeldByCurrentThread()) {
      throw new IllegalMonitorStateException("the calling thread does not hold the lock");
    }
    if (local.getHoldCount() == 1) {
      release();
    }
    local.unlock();
  }

  private void release() {
    if (fair && handOver()) {
      return;
    }
    long word = SharedWords.getAndSetLong(memory, 0, 0);
    if ((word & SLEEPERS) != 0) {
      waiting.wakeOne();
    }
  }

  private long drawTicket() {
    if (!fair) {
      return 0;
    }
    long number = SharedWords.getAndAddLong(memory, AT_TICKET, 1);
    long ticket = self << Integer.SIZE | (number & OWNER);
    SharedWords.setLong(memory, atTicket(Family.slotOf(family.self())), ticket);
    return ticket;
  }

  /** Returns false if the ticket was called meanwhile, so the lock comes although unwanted. */
  private boolean giveUpTicket(long ticket, boolean acquired) {
    long drawer = atTicket(Family.slotOf(family.self()));
    return ticket == 0 || SharedWords.compareAndSetLong(memory, drawer, ticket, 0) || acquired;
  }

  /** Waits for a lock that somebody is just handing to this process, or dies doing so. */
  private void awaitHandover(Sleeper sleeper) {
    while (!takeOver()) {
      sleeper.sleep(Sleeper.NEVER);
      waiting.enterAgain(sleeper);
    }
  }

  /** Hands the lock to the living process with the oldest ticket, if there is one. */
  private boolean handOver() {
    while ((SharedWords.getLong(memory, 0) & SLEEPERS) != 0) {
      long oldest = 0;
      int next = -1;
      for (int slot = 0; slot < Segment.SLOTS; slot++) {
        long ticket = SharedWords.getLong(memory, atTicket(slot));
        // Ticket numbers wrap around, so what counts is which of two is ahead of the other.
        if (ticket != 0
            && family.isAlive((int) (ticket >>> Integer.SIZE))
            && (next < 0 || (int) ticket - (int) oldest < 0)) {
          oldest = ticket;
          next = slot;
        }
      }
      if (next < 0) {
        return false;
      }
      if (SharedWords.compareAndSetLong(memory, atTicket(next), oldest, 0)) {
        SharedWords.setLong(memory, 0, oldest >>> Integer.SIZE | SLEEPERS);
        waiting.wake(next);
        return true;
      }
    }
    return false;
  }

  private static long atTicket(int slot) {
    return AT_TICKETS + (long) Long.BYTES * slot;
  }

  /** Notes the calling thread if another one of this process has the lock. */
  private int noteIfTaken() {
    return local.isLocked() && !local.isHeldByCurrentThread() ? noteWaiter() : -1;
  }

  private int noteWaiter() {
    long note = self << Integer.SIZE | (Thread.currentThread().threadId() & OWNER);
    for (int i = 0; i < NOTES; i++) {
      long known = SharedWords.getLong(memory, atNote(i));
      boolean free = known == 0 || !family.isAlive((int) (known >>> Integer.SIZE));
      if (free && SharedWords.compareAndSetLong(memory, atNote(i), known, note)) {
        return i;
      }
    }
    return -1;
  }

  private void eraseNote(int note) {
    if (note >= 0) {
      SharedWords.setLong(memory, atNote(note), 0);
    }
  }

  private static long atNote(int index) {
    return AT_NOTES + (long) Long.BYTES * index;
  }

  /** Tells whether any thread of this process holds the lock. */
  public boolean isHeldHere() {
    return local.isLocked() && (int) SharedWords.getLong(memory, 0) == family.self();
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
    return local.isHeldByCurrentThread() && (SharedWords.getLong(memory, 0) & ABANDONED) != 0;
  }

  /** Lets go of all holds of the calling thread and returns how many they were. */
  public int unlockFully() {
    int holds = local.getHoldCount();
    for (int i = 0; i < holds; i++) {
      unlock();
    }
    return holds;
  }

  /** Locks as often as {@link #unlockFully} has unlocked. */
  public void lockFully(int holds) {
    for (int i = 0; i < holds; i++) {
      lock();
    }
  }

  /** Returns what is known of the state now. */
  public LockState state() {
    return LockState.of(memory, family);
  }

  /** Returns what the word of a lock says. */
  static int ownerIn(long word) {
    return (int) (word & OWNER);
  }

  static boolean isBroken(long word) {
    return (word & BROKEN) != 0;
  }

  static long threadIn(MemorySegment memory) {
    return SharedWords.getLong(memory, AT_THREAD);
  }

  static long noteIn(MemorySegment memory, int index) {
    return SharedWords.getLong(memory, atNote(index));
  }
}
