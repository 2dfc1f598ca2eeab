package dev.brood.internal.lock;

import dev.brood.internal.family.Family;
import dev.brood.internal.region.Segment;
import dev.brood.internal.region.SharedWords;
import java.lang.foreign.MemorySegment;

/**
 * The processes that wait for a fair lock, in the order in which they came. Each has a drawer for
 * the one ticket that it may have.
 *
 * <pre>
 * at  0 last (8)          the last number that was drawn
 *     8 drawers (8 each)  by slot: 0, or a ticket: id (32 bits) and its number,
 *                         or a call: 1 (1 bit), id of the caller (31 bits) and the number
 * </pre>
 *
 * <p>Whoever unlocks calls the lowest ticket, by a compare-and-set in its drawer, and then hands
 * the lock over. So a ticket is either called or given up. A caller that dies between the two is
 * known by its id, and the ticket goes back to its place.
 */
final class TicketQueue {

  /** Bytes of a queue. */
  static final int BYTES = Long.BYTES + Long.BYTES * Segment.SLOTS;

  private static final int AT_DRAWERS = Long.BYTES;
  private static final long NUMBER = 0xFFFF_FFFFL;
  private static final long CALLED = 1L << 63;

  private final MemorySegment memory;
  private final Family family;
  private final long own;

  TicketQueue(MemorySegment memory, Family family) {
    this.memory = memory;
    this.family = family;
    this.own = atDrawer(Family.slotOf(family.self()));
  }

  private static long atDrawer(int slot) {
    return AT_DRAWERS + (long) Long.BYTES * slot;
  }

  /** Puts a ticket for this process into its drawer and returns it. */
  long draw() {
    long number = SharedWords.getAndAddLong(memory, 0, 1) & NUMBER;
    long ticket = (long) family.self() << Integer.SIZE | number;
    SharedWords.setLong(memory, own, ticket);
    return ticket;
  }

  /** Gives this process's ticket up; returns false if it was called meanwhile. */
  boolean giveUp(long ticket) {
    return SharedWords.compareAndSetLong(memory, own, ticket, 0);
  }

  /** Tells whether this process's ticket was called by somebody who may still hand over. */
  boolean isCallerAlive() {
    long call = SharedWords.getLong(memory, own);
    return call < 0 && family.isAlive(callerIn(call));
  }

  /** Tells whether this process's ticket was called by somebody who has died. */
  boolean isCallerDead() {
    long call = SharedWords.getLong(memory, own);
    return call < 0 && !family.isAlive(callerIn(call));
  }

  private static int callerIn(long call) {
    return (int) ((call & ~CALLED) >>> Integer.SIZE);
  }

  /** Puts a ticket back into this process's drawer whose caller has died. */
  void putBack(long ticket) {
    SharedWords.setLong(memory, own, ticket);
  }

  /** Calls the lowest ticket of a process that lives; returns the id of that, or 0. */
  int callNext() {
    while (true) {
      long lowest = 0;
      int next = -1;
      for (int slot = 0; slot < Segment.SLOTS; slot++) {
        long ticket = SharedWords.getLong(memory, atDrawer(slot));
        // Numbers wrap around, so what counts is which of two is ahead of the other.
        if (ticket > 0
            && family.isAlive((int) (ticket >>> Integer.SIZE))
            && (next < 0 || (int) ticket - (int) lowest < 0)) {
          lowest = ticket;
          next = slot;
        }
      }
      if (next < 0) {
        return 0;
      }
      long call = CALLED | (long) family.self() << Integer.SIZE | (lowest & NUMBER);
      if (SharedWords.compareAndSetLong(memory, atDrawer(next), lowest, call)) {
        return (int) (lowest >>> Integer.SIZE);
      }
    }
  }
}
