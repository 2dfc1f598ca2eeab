package dev.brood.internal.lock;

import dev.brood.internal.family.Family;
import dev.brood.internal.region.SharedWords;
import java.lang.foreign.MemorySegment;

/**
 * The one process that has waited so long for a lock that it gets it next. Of a lock that whoever
 * comes may take: those that are awake take it so often that one that must first be woken may never
 * find it free. The starvation mode of the mutex of Go (sync.Mutex) is the model.
 *
 * <p>There is one drawer for all processes; the number of a ticket is the id of the process, so
 * that a call, too, tells whose it is.
 */
final class Heir extends Succession {

  /** Bytes of it. */
  static final int BYTES = Long.BYTES;

  Heir(MemorySegment memory, Family family) {
    super(memory, family, 0);
  }

  @Override
  long draw() {
    long found = SharedWords.getLong(memory, 0);
    if (found != NO_TICKET && family.isAlive((int) found)) {
      return NO_TICKET;
    }
    long ticket = ticket(family.self() & NUMBER);
    return SharedWords.compareAndSetLong(memory, 0, found, ticket) ? ticket : NO_TICKET;
  }

  @Override
  int callNext() {
    long ticket = SharedWords.getLong(memory, 0);
    return isOfLiving(ticket) && call(0, ticket) ? (int) ticket : 0;
  }
}
