package dev.brood.sync;

import dev.brood.internal.family.Family;
import dev.brood.internal.lock.RobustLock;
import dev.brood.internal.region.Segment;
import dev.brood.internal.region.SharedWords;
import java.lang.foreign.MemorySegment;

/**
 * What a barrier knows. The barrier's lock guards it; {@link #generation}, {@link #wasTripped},
 * {@link #arrived}, {@link #isBroken} and {@link #leave} do without.
 *
 * <pre>
 * at   0 the lock (64)
 *     64 parties (4), arrived (4)
 *     72 generation (8)
 *     80 broken (8)
 *    128 ends (64 x 8)     how the last generations ended: the number and below it, whether tripped
 *    640 members (8 each)  by slot: the member that is a party (4), how many of its threads wait (4)
 *   4736 broken (8 each)   by slot: 1 + the last generation that broke while its threads waited
 * </pre>
 */
final class BarrierState {

  private static final int AT_PARTIES = RobustLock.BYTES;
  private static final int AT_ARRIVED = AT_PARTIES + 4;
  private static final int AT_GENERATION = AT_PARTIES + 8;
  private static final int AT_BROKEN = AT_PARTIES + 16;
  private static final int AT_ENDS = AT_PARTIES + 64;
  private static final int ENDS = 64;
  private static final int AT_MEMBERS = AT_ENDS + Long.BYTES * ENDS;
  private static final int AT_BROKEN_FOR = AT_MEMBERS + Long.BYTES * Segment.SLOTS;
  static final int BYTES = AT_BROKEN_FOR + Long.BYTES * Segment.SLOTS;

  private static final long COUNT = 0xFFFF_FFFFL;

  private final MemorySegment memory;
  private final Family family;
  private final int parties;

  BarrierState(MemorySegment memory, Family family) {
    this.memory = memory;
    this.family = family;
    this.parties = SharedWords.getInt(memory, AT_PARTIES);
  }

  static void initialize(MemorySegment memory, int parties) {
    SharedWords.setInt(memory, AT_PARTIES, parties);
  }

  int parties() {
    return parties;
  }

  int arrived() {
    return SharedWords.getInt(memory, AT_ARRIVED);
  }

  long generation() {
    return SharedWords.getLong(memory, AT_GENERATION);
  }

  boolean isBroken() {
    return SharedWords.getLong(memory, AT_BROKEN) != 0;
  }

  /** The calling thread arrives, and its process is a party from now on. */
  void arrive() {
    long entry = (long) family.self() << Integer.SIZE | (waitingHere() + 1);
    SharedWords.setLong(memory, atSelf(), entry);
    SharedWords.setInt(memory, AT_ARRIVED, arrived() + 1);
  }

  /** Returns how many threads of this process have arrived. */
  long waitingHere() {
    long own = SharedWords.getLong(memory, atSelf());
    return memberIn(own) == family.self() ? own & COUNT : 0;
  }

  /** This process is no party any more, unless one of its threads waits. */
  void leave() {
    long own = SharedWords.getLong(memory, atSelf());
    if (memberIn(own) == family.self() && (own & COUNT) == 0) {
      SharedWords.compareAndSetLong(memory, atSelf(), own, 0);
    }
  }

  /** Ends a generation, so that all that wait in it go on. */
  void end(boolean tripped) {
    long generation = generation();
    SharedWords.setLong(memory, atEnd(generation), generation << 1 | (tripped ? 1 : 0));
    SharedWords.setInt(memory, AT_ARRIVED, 0);
    for (int slot = 0; slot < Segment.SLOTS; slot++) {
      long entry = SharedWords.getLong(memory, atMember(slot));
      if ((entry & COUNT) != 0) {
        if (!tripped) {
          SharedWords.setLong(memory, atBrokenFor(slot), generation + 1);
        }
        SharedWords.setLong(memory, atMember(slot), entry & ~COUNT);
      }
    }
    SharedWords.setLong(memory, AT_GENERATION, generation + 1);
  }

  /**
   * Tells how a generation ended in which threads of this process waited. Where that was
   * overwritten, they have slept through many: then it broke if it was their last that did.
   */
  boolean wasTripped(long generation) {
    long end = SharedWords.getLong(memory, atEnd(generation));
    return end >>> 1 == generation
        ? (end & 1) != 0
        : SharedWords.getLong(memory, atBrokenFor(Family.slotOf(family.self()))) != generation + 1;
  }

  void setBroken(boolean broken) {
    SharedWords.setLong(memory, AT_BROKEN, broken ? 1 : 0);
  }

  /** Forgets the parties that have died; tells whether there was one. */
  boolean forgetTheDead() {
    boolean died = false;
    for (int slot = 0; slot < Segment.SLOTS; slot++) {
      int member = memberIn(SharedWords.getLong(memory, atMember(slot)));
      if (member != 0 && !family.isAlive(member)) {
        died = true;
        SharedWords.setLong(memory, atMember(slot), 0);
      }
    }
    return died;
  }

  private static int memberIn(long entry) {
    return (int) (entry >>> Integer.SIZE);
  }

  private static long atBrokenFor(int slot) {
    return AT_BROKEN_FOR + (long) Long.BYTES * slot;
  }

  private long atSelf() {
    return atMember(Family.slotOf(family.self()));
  }

  private static long atMember(int slot) {
    return AT_MEMBERS + (long) Long.BYTES * slot;
  }

  private static long atEnd(long generation) {
    return AT_ENDS + Long.BYTES * (generation % ENDS);
  }
}
