package dev.brood.sync;

import dev.brood.internal.family.Cell;
import dev.brood.internal.family.Family;
import dev.brood.internal.lock.RobustLock;
import dev.brood.internal.region.Segment;
import dev.brood.internal.region.SharedWords;
import java.lang.foreign.MemorySegment;

/**
 * How many permits a semaphore has, and which process holds how many. Each method needs the
 * semaphore's lock, but for those that say that they do without.
 *
 * <pre>
 * at   0 the lock (64)
 *     64 permits (8)   that can be acquired
 *     72 total (8)     of these and of those that are held
 *     80 options (4)   bounded 1, keeping 2
 *     84 bound (4)     how many there were at first
 *     88 promised (4)  the member that has waited long and gets the next permit, or 0
 *    128 held (8 each) by slot: its member (4) and how many permits that holds (4)
 * </pre>
 *
 * <p>The permits can be computed from the rest. So they are when the lock was abandoned, which is
 * how what a dead process has half done becomes whole.
 */
final class PermitAccount {

  /** Releases beyond the permits that were there at first are refused. */
  static final int BOUNDED = 1;

  /** What a process acquired does not come back when it dies, so it is not recorded who did. */
  static final int KEEPING = 2;

  private static final int AT_PERMITS = RobustLock.BYTES;
  private static final int AT_TOTAL = AT_PERMITS + 8;
  private static final int AT_OPTIONS = AT_PERMITS + 16;
  private static final int AT_BOUND = AT_OPTIONS + 4;
  private static final int AT_PROMISED = AT_BOUND + 4;
  private static final int AT_HELD = AT_PERMITS + 64;
  static final int BYTES = AT_HELD + Long.BYTES * Segment.SLOTS;

  private static final long COUNT = 0xFFFF_FFFFL;

  private final Family family;
  private final MemorySegment memory;
  private final RobustLock lock;
  private final int self;
  private final boolean bounded;
  private final boolean keeping;

  PermitAccount(Cell cell, RobustLock lock) {
    this.family = cell.family();
    this.memory = cell.body();
    this.lock = lock;
    this.self = family.self();
    int options = SharedWords.getInt(memory, AT_OPTIONS);
    this.bounded = (options & BOUNDED) != 0;
    this.keeping = (options & KEEPING) != 0;
    // A process that closes the semaphore lives on, and nobody would get what it was promised.
    MemorySegment body = memory;
    int member = self;
    cell.atEnd(() -> takeBackPromise(body, member));
  }

  /** Opens the account of a semaphore that was just made. */
  static void initialize(MemorySegment memory, int permits, int options) {
    SharedWords.setLong(memory, AT_PERMITS, permits);
    SharedWords.setLong(memory, AT_TOTAL, permits);
    SharedWords.setInt(memory, AT_OPTIONS, options);
    SharedWords.setInt(memory, AT_BOUND, permits);
  }

  /** Returns how many permits there seem to be, without the lock. */
  long estimate() {
    return SharedWords.getLong(memory, AT_PERMITS);
  }

  /** Returns how many permits there are, with those of the dead. */
  long available() {
    takeBackFromTheDead();
    return estimate();
  }

  /** Takes permits if there are enough besides the one that is promised, if one is. */
  boolean take(int permits) {
    int spare = permits > 0 && promisedTo() != 0 ? 1 : 0;
    return take(permits, spare);
  }

  /** Takes the one permit that is promised to this process, if it is there. */
  boolean takePromised() {
    boolean taken = take(1, 0);
    if (taken) {
      giveUpPromise();
    }
    return taken;
  }

  /** Promises the next permit to this process, unless it is promised to one that lives. */
  boolean promise() {
    if (promisedTo() != 0) {
      return false;
    }
    SharedWords.setInt(memory, AT_PROMISED, self);
    return true;
  }

  /** Takes back what is promised to this process; returns whether anything was. */
  boolean giveUpPromise() {
    return takeBackPromise(memory, self);
  }

  private static boolean takeBackPromise(MemorySegment memory, int member) {
    return SharedWords.compareAndSetInt(memory, AT_PROMISED, member, 0);
  }

  /** Returns the living process to which the next permit is promised, or 0; without the lock. */
  int promisedTo() {
    int member = SharedWords.getInt(memory, AT_PROMISED);
    return member != 0 && family.isAlive(member) ? member : 0;
  }

  /** Takes permits if there are enough and some to spare. */
  private boolean take(int permits, int spare) {
    repair();
    if (estimate() < (long) permits + spare) {
      takeBackFromTheDead();
      if (estimate() < (long) permits + spare) {
        return false;
      }
    }
    if (keeping) {
      SharedWords.getAndAddLong(memory, AT_TOTAL, -permits);
    } else {
      long held = held();
      SharedWords.setLong(memory, at(own()), (long) self << Integer.SIZE | (held + permits));
    }
    SharedWords.getAndAddLong(memory, AT_PERMITS, -permits);
    return true;
  }

  /**
   * Gives permits back.
   *
   * @throws IllegalStateException if there would be more than there may
   */
  void giveBack(int permits) {
    repair();
    long now = estimate();
    long most = bounded ? SharedWords.getInt(memory, AT_BOUND) : Integer.MAX_VALUE;
    if (now + permits > most) {
      throw new IllegalStateException(
          "permits=" + permits + " cannot be released: there are " + now + " of " + most);
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
    for (int i = 0; i < Segment.SLOTS && left > 0; i++) {
      int slot = (own() + i) % Segment.SLOTS;
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

  private int own() {
    return Family.slotOf(self);
  }

  private static long at(int slot) {
    return AT_HELD + (long) Long.BYTES * slot;
  }

  private long held() {
    long entry = SharedWords.getLong(memory, at(own()));
    if ((int) (entry >>> Integer.SIZE) == self) {
      return entry & COUNT;
    }
    // What a dead process left whose slot this one has now.
    takeBackFromTheDead();
    return 0;
  }

  /** Computes the permits anew if a process died while it changed them. */
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

  private void takeBackFromTheDead() {
    for (int slot = 0; slot < Segment.SLOTS; slot++) {
      long entry = SharedWords.getLong(memory, at(slot));
      if (entry != 0 && !family.isAlive((int) (entry >>> Integer.SIZE))) {
        SharedWords.setLong(memory, at(slot), 0);
      }
    }
    recount();
  }
}
