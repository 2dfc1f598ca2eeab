package dev.brood.internal.family;

import dev.brood.exception.OwnerDiedException;
import dev.brood.internal.os.Futex;
import dev.brood.internal.region.SharedWords;
import dev.brood.internal.util.Deadline;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Where threads of any processes of a family sleep until somebody changes what they wait for: an
 * event count. In shared memory it is one bit for each slot of the family, set while threads of
 * that process sleep or are about to, and another, set while some of them are parked.
 *
 * <pre>
 * sleeper                                  waker
 *   enter()       sets the bit               changes the state
 *   looks at the state; if it must wait:     wakeOne() or wakeAll(): clears bits, rings
 *   sleep()
 *   enter again, look again, ...
 *   leave()
 * </pre>
 *
 * <p>Either the sleeper sees the change or the waker sees the bit. Whoever was woken looks at the
 * state again; who leaves although {@link #leave} says that a wake-up was spent on it passes it on.
 *
 * <p>To ring is to send a message to the process, which unparks its threads. Where there is a
 * {@link Futex}, a thread first sleeps for a moment on the word with the bit, and a waker that
 * finds nobody parked needs no message: the same two steps, a bit that one sets before it looks and
 * the other looks for after its change, tell whether one is needed. Processes with a futex and
 * without may share a set; from one without, the others only learn when the moment is over.
 *
 * <p>The death of any member wakes all sleepers of the family. So no wake-up is lost to a process
 * that dies before it acts on it, nor one that a waker owed when it died: the others look again,
 * which is why each must look at everything that it waits for each time.
 */
public final class WaitSet {

  /** Bytes of a set in shared memory. */
  public static final int BYTES = 2 * MemberTable.BITMAP_BYTES;

  private static final int AT_PARKED = MemberTable.BITMAP_BYTES;
  private static final int WORDS = MemberTable.BITMAP_BYTES / Long.BYTES;

  private final Family family;
  private final MemorySegment memory;
  private final long offset;
  private final WaitKey key;
  private final int selfSlot;
  private final int selfWord;
  private final long selfBit;

  /** The sleepers of this process. Guarded by itself. */
  private final List<Sleeper> sleepers = new ArrayList<>();

  // Guarded by the sleepers.
  private boolean ended;

  /** What a thread waits for. */
  public interface Attempt {

    /** Tries; tells whether it worked. */
    boolean succeeds() throws InterruptedException;
  }

  WaitSet(Family family, MemorySegment memory, long offset, WaitKey key) {
    this.family = family;
    this.memory = memory;
    this.offset = offset;
    this.key = key;
    this.selfSlot = MemberTable.slotOf(family.self());
    this.selfWord = selfSlot / Long.SIZE;
    this.selfBit = 1L << selfSlot;
  }

  /**
   * Enters the calling thread, which then looks whether it must sleep at all.
   *
   * @throws OwnerDiedException if the root of the family is gone
   * @throws IllegalStateException if this process has closed what the set belongs to
   */
  public Sleeper enter() {
    Sleeper sleeper = new Sleeper(this);
    synchronized (sleepers) {
      mustNotBeEnded();
      if (sleepers.isEmpty()) {
        family.sleepersIn(key, this);
      }
      setBit(!sleepers.isEmpty());
      sleepers.add(sleeper);
    }
    try {
      family.mustBeOpen();
    } catch (OwnerDiedException e) {
      leave(sleeper);
      throw e;
    }
    return sleeper;
  }

  /**
   * Enters a sleeper again that was woken and has to go on waiting.
   *
   * @throws OwnerDiedException if the root of the family is gone
   * @throws IllegalStateException if this process has closed what the set belongs to
   */
  public void enterAgain(Sleeper sleeper) {
    synchronized (sleepers) {
      mustNotBeEnded();
      setBit(sleepers.size() > 1);
      sleeper.rung = false;
    }
    family.mustBeOpen();
  }

  /** Sets the bit of this process, for one thread beside others that have set it before. */
  private void setBit(boolean othersSleep) {
    long bits = SharedWords.getAndOrLong(memory, at(selfWord), selfBit);
    if (othersSleep && (bits & selfBit) == 0) {
      // Whoever cleared it meant them, and from now on they cannot see any more that it was clear.
      ring();
    }
  }

  /**
   * Waits until an attempt succeeds: one is made now, and one each time that the thread woke. The
   * simple way; who must pass a wake-up on that it made no use of does so itself.
   *
   * @param deadline in terms of {@link System#nanoTime}, or {@link Deadline#NEVER}
   * @return false when the time ran out
   * @throws OwnerDiedException if the root of the family is gone
   * @throws IllegalStateException if this process has closed what the set belongs to
   */
  public boolean await(Attempt attempt, long deadline) throws InterruptedException {
    Sleeper sleeper = enter();
    try {
      while (!attempt.succeeds()) {
        if (Deadline.isOver(deadline)) {
          return false;
        }
        sleeper.sleep(deadline);
        Deadline.mustNotBeInterrupted();
        enterAgain(sleeper);
      }
      return true;
    } finally {
      leave(sleeper);
    }
  }

  private void mustNotBeEnded() {
    if (ended) {
      throw new IllegalStateException("the shared object was closed in this process");
    }
  }

  /**
   * Takes the calling thread out; returns true if a wake-up was spent on it. If it does not make
   * use of that, it wakes another.
   */
  public boolean leave(Sleeper sleeper) {
    synchronized (sleepers) {
      sleepers.remove(sleeper);
      if (ended || !sleepers.isEmpty()) {
        return sleeper.rung;
      }
      family.noSleepersIn(key, this);
      long bits = SharedWords.getAndAndLong(memory, at(selfWord), ~selfBit);
      SharedWords.getAndAndLong(memory, parkedAt(selfWord), ~selfBit);
      return sleeper.rung || (bits & selfBit) == 0;
    }
  }

  /**
   * This process closes what the set belongs to: its sleepers wake, and fail when they enter again.
   * From now on they leave the memory alone, which may become somebody else's.
   */
  void end() {
    synchronized (sleepers) {
      ended = true;
      family.noSleepersIn(key, this);
      ring();
    }
  }

  /** Wakes the sleepers of one process, if there is any; the processes take turns. */
  public boolean wakeOne() {
    int first = MemberTable.slotOf(family.self()) + 1;
    for (int i = 0; i <= WORDS; i++) {
      int word = (first / Long.SIZE + i) % WORDS;
      long candidates = SharedWords.getLong(memory, at(word));
      if (i == 0) {
        candidates &= -1L << first;
      } else if (i == WORDS) {
        candidates &= ~(-1L << first);
      }
      while (candidates != 0) {
        int bit = Long.numberOfTrailingZeros(candidates);
        if (wake(word * Long.SIZE + bit)) {
          return true;
        }
        candidates &= candidates - 1;
      }
    }
    return false;
  }

  /** Wakes all sleepers of all processes. */
  public void wakeAll() {
    for (int word = 0; word < WORDS; word++) {
      long candidates = SharedWords.getLong(memory, at(word));
      while (candidates != 0) {
        wake(word * Long.SIZE + Long.numberOfTrailingZeros(candidates));
        candidates &= candidates - 1;
      }
    }
  }

  /** Wakes the sleepers of one process; returns false if there are none or it is dead. */
  public boolean wake(int slot) {
    int word = slot / Long.SIZE;
    long bit = 1L << slot;
    return (SharedWords.getAndAndLong(memory, at(word), ~bit) & bit) != 0
        && family.ring(slot, key, this);
  }

  /**
   * Wakes those sleepers of another process that sleep by futex; tells whether that is enough,
   * since none is parked.
   */
  boolean ringByFutex(int slot) {
    Futex futex = Futex.ofThisJvm();
    if (futex != null) {
      futex.wakeAll(memory, halfWordAt(slot), cause(slot));
    }
    return (SharedWords.getLong(memory, parkedAt(slot / Long.SIZE)) & 1L << slot) == 0;
  }

  /** Tells whether no other thread of this process sleeps here. */
  boolean isAlone(Sleeper sleeper) {
    synchronized (sleepers) {
      return sleepers.size() == 1 && sleepers.getFirst() == sleeper;
    }
  }

  /** Tells whether somebody has rung, in whatever way. */
  boolean isRung(Sleeper sleeper) {
    if ((SharedWords.getLong(memory, at(selfWord)) & selfBit) == 0) {
      sleeper.rung = true;
    }
    return sleeper.rung;
  }

  /** Sleeps by futex until somebody rings or the time has come; tells whether somebody rang. */
  boolean awaitRing(Sleeper sleeper, Futex futex, long untilNanos) {
    long half = halfWordAt(selfSlot);
    while (true) {
      // Read before the look: others come and go in the other bits, then the sleep does not begin.
      int seen = SharedWords.getInt(memory, half);
      if (isRung(sleeper)) {
        return true;
      }
      if (System.nanoTime() - untilNanos >= 0) {
        return false;
      }
      futex.await(memory, half, seen, cause(selfSlot), untilNanos);
    }
  }

  /** Lets wakers know that a thread of this process parks, unless one has come already. */
  boolean mayPark(Sleeper sleeper) {
    synchronized (sleepers) {
      if (ended) {
        return false;
      }
      SharedWords.getAndOrLong(memory, parkedAt(selfWord), selfBit);
      return !isRung(sleeper);
    }
  }

  /** Tells whether threads of the process of a slot sleep here, or are about to. */
  public boolean hasSleepers(int slot) {
    return (SharedWords.getLong(memory, at(slot / Long.SIZE)) & 1L << slot) != 0;
  }

  private long at(int word) {
    return offset + (long) Long.BYTES * word;
  }

  private long parkedAt(int word) {
    return at(word) + AT_PARKED;
  }

  /** Returns where the half of a word is that has the bit of a slot; the lower half comes first. */
  private long halfWordAt(int slot) {
    return offset + (long) Integer.BYTES * (slot / Integer.SIZE);
  }

  private static int cause(int slot) {
    return 1 << slot;
  }

  /** Wakes the sleepers of this process. */
  void ring() {
    synchronized (sleepers) {
      for (Sleeper sleeper : sleepers) {
        sleeper.rung = true;
        LockSupport.unpark(sleeper.thread);
      }
      Futex futex = Futex.ofThisJvm();
      if (futex != null) {
        futex.wakeAll(memory, halfWordAt(selfSlot), cause(selfSlot));
      }
    }
  }

  /** Strikes out a dead member. */
  static void strikeOut(MemorySegment memory, long offset, int slot) {
    long word = offset + (long) Long.BYTES * (slot / Long.SIZE);
    SharedWords.getAndAndLong(memory, word, ~(1L << slot));
    SharedWords.getAndAndLong(memory, word + AT_PARKED, ~(1L << slot));
  }
}
