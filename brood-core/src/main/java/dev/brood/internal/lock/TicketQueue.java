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
 *     8 drawers (8 each)  by slot
 * </pre>
 */
final class TicketQueue extends Succession {

  /** Bytes of a queue. */
  static final int BYTES = Long.BYTES + Long.BYTES * Segment.SLOTS;

  private static final int AT_DRAWERS = Long.BYTES;

  TicketQueue(MemorySegment memory, Family family) {
    super(memory, family, atDrawer(Family.slotOf(family.self())));
  }

  private static long atDrawer(int slot) {
    return AT_DRAWERS + (long) Long.BYTES * slot;
  }

  @Override
  long draw() {
    long ticket = ticket(SharedWords.getAndAddLong(memory, 0, 1) & NUMBER);
    putBack(ticket);
    return ticket;
  }

  /** Calls the lowest ticket of a process that lives; returns the id of that, or 0. */
  @Override
  int callNext() {
    while (true) {
      long lowest = NO_TICKET;
      int next = -1;
      for (int slot = 0; slot < Segment.SLOTS; slot++) {
        long ticket = SharedWords.getLong(memory, atDrawer(slot));
        // Numbers wrap around, so what counts is which of two is ahead of the other.
        if (isOfLiving(ticket) && (next < 0 || (int) ticket - (int) lowest < 0)) {
          lowest = ticket;
          next = slot;
        }
      }
      if (next < 0) {
        return 0;
      }
      if (call(atDrawer(next), lowest)) {
        return (int) (lowest >>> Integer.SIZE);
      }
    }
  }
}
