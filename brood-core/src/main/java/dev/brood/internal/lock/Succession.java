package dev.brood.internal.lock;

import dev.brood.internal.family.Family;
import dev.brood.internal.region.SharedWords;
import java.lang.foreign.MemorySegment;

/**
 * To whom a lock is handed, instead of being set free for whoever comes first. Who wants to be one
 * of them puts a ticket into a drawer, in shared memory:
 *
 * <pre>
 * 0, or a ticket: id (32 bits) and its number,
 *    or a call: 1 (1 bit), id of the caller (31 bits) and the number
 * </pre>
 *
 * <p>Whoever unlocks calls a ticket, by a compare-and-set in its drawer, and then hands the lock
 * over. So a ticket is either called or given up. A caller that dies between the two is known by
 * its id, and the ticket goes back to its place.
 */
abstract sealed class Succession permits TicketQueue, Heir {

  /** Stands for a ticket that there is none of. */
  static final long NO_TICKET = 0;

  static final long NUMBER = 0xFFFF_FFFFL;
  private static final long CALLED = 1L << 63;

  final MemorySegment memory;
  final Family family;
  private final long own;

  /** Sees those of a lock; {@code own} is where the drawer is for tickets of this process. */
  Succession(MemorySegment memory, Family family, long own) {
    this.memory = memory;
    this.family = family;
    this.own = own;
  }

  /** Puts a ticket for this process into its drawer and returns it, if there is one to be had. */
  abstract long draw();

  /** Calls the ticket of a process that lives; returns the id of that, or 0. */
  abstract int callNext();

  final long ticket(long number) {
    return (long) family.self() << Integer.SIZE | number;
  }

  final boolean isOfLiving(long ticket) {
    return ticket > 0 && family.isAlive((int) (ticket >>> Integer.SIZE));
  }

  /** Calls a ticket; tells whether it was still there. */
  final boolean call(long drawer, long ticket) {
    long call = CALLED | (long) family.self() << Integer.SIZE | (ticket & NUMBER);
    return SharedWords.compareAndSetLong(memory, drawer, ticket, call);
  }

  /**
   * Gives this process's ticket up; returns false if it was called meanwhile, then {@link #forget}
   * is to follow.
   */
  final boolean giveUp(long ticket) {
    return SharedWords.compareAndSetLong(memory, own, ticket, 0);
  }

  /** Empties the drawer of a ticket that was called, when the lock is not awaited any more. */
  final void forget() {
    SharedWords.setLong(memory, own, 0);
  }

  /** Tells whether this process's ticket was called by somebody who may still hand over. */
  final boolean isCallerAlive() {
    long call = SharedWords.getLong(memory, own);
    return call < 0 && family.isAlive(callerIn(call));
  }

  /** Tells whether this process's ticket was called by somebody who has died. */
  final boolean isCallerDead() {
    long call = SharedWords.getLong(memory, own);
    return call < 0 && !family.isAlive(callerIn(call));
  }

  private static int callerIn(long call) {
    return (int) ((call & ~CALLED) >>> Integer.SIZE);
  }

  /** Puts a ticket back into this process's drawer whose caller has died. */
  final void putBack(long ticket) {
    SharedWords.setLong(memory, own, ticket);
  }
}
