package dev.brood.internal.lock;

import dev.brood.exception.OwnerDiedException;
import dev.brood.internal.family.Cell;
import dev.brood.internal.family.Family;
import dev.brood.internal.family.Sleeper;
import dev.brood.internal.family.WaitSet;
import dev.brood.internal.region.SharedWords;
import dev.brood.internal.util.Deadline;
import dev.brood.internal.util.Patience;
import java.lang.foreign.MemorySegment;

/**
 * A lock between processes: of each process one thread at a time may use it. The word says which
 * process owns it.
 *
 * <pre>
 * at  0 word (8)      owner (32 bits, id of a member or 0) | sleepers | abandoned | broken | handed
 *     8 thread (8)    of the owner
 *    16 options (4)   fair 1, breaks 2
 *    24 waiters (32)  some that wait, see {@link WaiterNotes}
 *    56 heir (8)      one that has waited long, see {@link Heir}
 *    64 tickets       of a fair lock only, see {@link TicketQueue}
 * </pre>
 *
 * <p>The word is that of U. Drepper, "Futexes Are Tricky" (2011): who must sleep sets the mark of
 * sleepers, who unlocks a marked word wakes one, who comes from sleep keeps the mark. A lock is not
 * set free while there is a {@link Succession}, it is handed to the next of that; until that one
 * has taken it, the word says that it was only handed. Those who wait for a fair lock are in it at
 * once, the others after a while.
 *
 * <p>If the owner is dead, the next one takes the lock over, and the word says so until it is
 * unlocked; or, if the lock is one that breaks, it is broken from then on. A sleeper learns of a
 * death as {@link WaitSet} says.
 */
final class ProcessLock {

  static final int BYTES = 64;
  static final int FAIR_BYTES = BYTES + TicketQueue.BYTES;

  private static final int FAIR = 1;
  private static final int BREAKS = 2;

  private static final int AT_THREAD = 8;
  private static final int AT_OPTIONS = 16;
  private static final int AT_NOTES = 24;
  static final int AT_HEIR = AT_NOTES + WaiterNotes.BYTES;

  private static final long OWNER = 0xFFFF_FFFFL;
  private static final long SLEEPERS = 1L << 32;
  private static final long ABANDONED = 1L << 33;
  private static final long BROKEN = 1L << 34;
  private static final long HANDED = 1L << 35;

  private final Family family;
  private final MemorySegment memory;
  private final WaitSet waiting;
  private final WaiterNotes notes;
  private final Succession succession;
  private final int self;
  private final boolean fair;
  private final boolean breaks;

  /** Returns the lock at some place of a cell's body, with one of the cell's wait sets. */
  ProcessLock(Cell cell, long offset, int waitSet) {
    this.family = cell.family();
    this.memory = cell.body().asSlice(offset);
    this.waiting = cell.waitSet(waitSet);
    this.notes = notesIn(memory, family);
    int options = SharedWords.getInt(memory, AT_OPTIONS);
    this.fair = (options & FAIR) != 0;
    this.succession =
        fair
            ? new TicketQueue(memory.asSlice(BYTES), family)
            : new Heir(memory.asSlice(AT_HEIR, Heir.BYTES), family);
    this.breaks = (options & BREAKS) != 0;
    this.self = family.self();
  }

  static void initialize(MemorySegment lock, boolean fair, boolean breaks) {
    SharedWords.setInt(lock, AT_OPTIONS, (fair ? FAIR : 0) | (breaks ? BREAKS : 0));
  }

  /** Reads a lock, of which this process need not be a user. */
  static LockState read(MemorySegment lock, Family family) {
    long word = SharedWords.getLong(lock, 0);
    int owner = ownerIn(word);
    LockState.Holder holder =
        family.isAlive(owner)
            ? new LockState.Holder(family.member(owner), SharedWords.getLong(lock, AT_THREAD))
            : null;
    return new LockState(holder, notesIn(lock, family).read(), (word & BROKEN) != 0);
  }

  private static WaiterNotes notesIn(MemorySegment lock, Family family) {
    return new WaiterNotes(lock.asSlice(AT_NOTES, WaiterNotes.BYTES), family);
  }

  private static int ownerIn(long word) {
    return (int) (word & OWNER);
  }

  private long word() {
    return SharedWords.getLong(memory, 0);
  }

  private boolean change(long word, long changed) {
    return SharedWords.compareAndSetLong(memory, 0, word, changed);
  }

  boolean isFair() {
    return fair;
  }

  WaiterNotes notes() {
    return notes;
  }

  LockState state() {
    return read(memory, family);
  }

  /** With the lock: tells whether a dead process had it before. */
  boolean wasAbandoned() {
    return (word() & ABANDONED) != 0;
  }

  /** Fails if the lock is broken. */
  void mustNotBeBroken() {
    mustNotBeBroken(word());
  }

  /** Acquires the lock if it is free. */
  boolean acquireAtOnce() {
    if (change(0, self)) {
      noteOwner();
      return true;
    }
    return false;
  }

  private void noteOwner() {
    SharedWords.setLongOpaque(memory, AT_THREAD, Thread.currentThread().threadId());
  }

  /** Takes the lock if it is free, was handed to this process, or its owner is dead. */
  boolean takeOver() {
    while (true) {
      long word = word();
      mustNotBeBroken(word);
      int owner = ownerIn(word);
      // Others may sleep, so the mark is set in any case.
      long taken = self | SLEEPERS;
      if (owner != 0 && owner != self) {
        if (family.isAlive(owner)) {
          return false;
        }
        // Who died before it took what it was handed has left nothing half done.
        if ((word & HANDED) == 0) {
          taken = breaks ? BROKEN : taken | ABANDONED;
        }
      }
      if (change(word, taken)) {
        if (taken != BROKEN) {
          noteOwner();
          return true;
        }
        waiting.wakeAll();
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

  /**
   * Acquires the lock, waiting for it.
   *
   * @return false when the time ran out
   * @throws InterruptedException if the wait is interruptible and the thread is interrupted
   * @throws OwnerDiedException if the lock is broken, or the root of the family is gone
   */
  boolean acquire(long deadline, boolean interruptible) throws InterruptedException {
    if (!fair && acquireSoon()) {
      return true;
    }
    boolean interrupted = false;
    boolean acquired = false;
    Sleeper sleeper = waiting.enter();
    int note = notes.write();
    long ticket = fair ? succession.draw() : Succession.NO_TICKET;
    Hunger hunger = new Hunger();
    try {
      while (true) {
        acquired = takeOver();
        if (acquired) {
          return true;
        }
        // Also before giving up: a wake-up may have been spent on this thread, and whoever has the
        // lock now may not know that others sleep.
        if (!markSleepers()) {
          continue;
        }
        if (ticket != Succession.NO_TICKET) {
          putBackIfCallerDied(ticket);
        } else if (hunger.isThere()) {
          ticket = succession.draw();
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
        sleeper.sleep(ticket == Succession.NO_TICKET ? hunger.lookAgain(deadline) : deadline);
        waiting.enterAgain(sleeper);
      }
    } finally {
      notes.erase(note);
      if (ticket != Succession.NO_TICKET && !succession.giveUp(ticket)) {
        if (!acquired) {
          passOnWhatIsHandedOver(sleeper);
        }
        succession.forget();
      }
      if (waiting.leave(sleeper) && !acquired) {
        waiting.wakeOne();
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private boolean acquireSoon() {
    Patience patience = new Patience();
    do {
      if (word() == 0 && acquireAtOnce()) {
        return true;
      }
    } while (patience.lastsAMoment());
    return false;
  }

  /** Sets the mark of sleepers; returns false if meanwhile the lock may be had. */
  private boolean markSleepers() {
    long word = word();
    int owner = ownerIn(word);
    if (owner == 0 || owner == self || !family.isAlive(owner)) {
      return false;
    }
    return (word & SLEEPERS) != 0 || change(word, word | SLEEPERS);
  }

  private void putBackIfCallerDied(long ticket) {
    // In this order: what a dead caller has not handed over by now it never will.
    if (succession.isCallerDead() && ownerIn(word()) != self) {
      succession.putBack(ticket);
    }
  }

  /** This process does not want the lock any more, but its ticket was called already. */
  private void passOnWhatIsHandedOver(Sleeper sleeper) {
    while (true) {
      boolean comes = succession.isCallerAlive();
      if (ownerIn(word()) == self) {
        release();
        return;
      }
      if (!comes) {
        return;
      }
      sleeper.sleep(Deadline.NEVER);
      waiting.enterAgain(sleeper);
    }
  }

  void release() {
    if (handOver()) {
      return;
    }
    long word = SharedWords.getAndSetLong(memory, 0, 0);
    if ((word & SLEEPERS) != 0) {
      waiting.wakeOne();
    }
  }

  private boolean handOver() {
    if ((word() & SLEEPERS) == 0) {
      return false;
    }
    int next = succession.callNext();
    if (next == 0) {
      return false;
    }
    SharedWords.setLong(memory, 0, next | SLEEPERS | HANDED);
    waiting.wake(Family.slotOf(next));
    return true;
  }
}
