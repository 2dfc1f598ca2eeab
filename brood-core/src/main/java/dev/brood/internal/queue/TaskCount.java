package dev.brood.internal.queue;

import dev.brood.internal.family.Cell;
import dev.brood.internal.family.Family;
import dev.brood.internal.region.Segment;
import dev.brood.internal.region.SharedWords;
import java.lang.foreign.MemorySegment;

/**
 * Which of the elements that were taken are done, and how many each process has taken and not done.
 *
 * <pre>
 *  0 done (8)      elements
 *  8 lost (8)      at least so many were taken by processes that have died since
 * 64 held (512x8)  by slot: member (32 bits), how many elements it has (32 bits)
 * </pre>
 *
 * <p>What left the queue, less what is done and what living processes hold, is lost with those that
 * died. So nothing need be right at the moment of a death but the order: an element leaves the
 * queue before it is held, and is done before it is held no more.
 *
 * <p>Needs the lock of those who take, but for {@link #unfinished}.
 */
final class TaskCount {

  static final int BYTES = 64 + Long.BYTES * Segment.SLOTS;

  private static final int AT_DONE = 0;
  private static final int AT_LOST = 8;
  private static final int AT_HELD = 64;
  private static final long COUNT = 0xFFFF_FFFFL;

  private final Family family;
  private final MemorySegment memory;
  private final long at;
  private final ElementLog log;
  private final long self;

  /**
   * Makes the view of this process.
   *
   * @param at where in the cell's body it is
   */
  TaskCount(Cell cell, long at, ElementLog log) {
    this.family = cell.family();
    this.memory = cell.body();
    this.at = at;
    this.log = log;
    this.self = (long) family.self() << Integer.SIZE;
  }

  /** Counts an element that this process has just taken. */
  void taken() {
    long own = heldIn(ownSlot());
    long count = (own & ~COUNT) == self ? own & COUNT : 0;
    SharedWords.setLong(memory, atHeld(ownSlot()), self | (count + 1));
  }

  private int ownSlot() {
    return Family.slotOf(family.self());
  }

  private long heldIn(int slot) {
    return SharedWords.getLong(memory, atHeld(slot));
  }

  private long atHeld(int slot) {
    return at + AT_HELD + (long) Long.BYTES * slot;
  }

  /** Counts elements as done that have just left the queue and that nobody has taken. */
  void dropped(long count) {
    SharedWords.getAndAddLong(memory, at + AT_DONE, count);
  }

  /**
   * Counts an element as done: one of this process, or if it has none, of another.
   *
   * @throws IllegalStateException if all that were taken are done
   */
  void done() {
    if (doneSoFar() >= log.gone()) {
      throw new IllegalStateException(
          "taskDone() was called more often than elements were taken: " + doneSoFar());
    }
    SharedWords.getAndAddLong(memory, at + AT_DONE, 1);
    for (int i = 0; i < Segment.SLOTS; i++) {
      int slot = (ownSlot() + i) % Segment.SLOTS;
      long held = heldIn(slot);
      if ((held & COUNT) > 0 && family.isAlive((int) (held >>> Integer.SIZE))) {
        SharedWords.setLong(memory, atHeld(slot), held - 1);
        return;
      }
    }
  }

  private long doneSoFar() {
    return SharedWords.getLong(memory, at + AT_DONE);
  }

  /** Returns how many elements were put that are not done. */
  long unfinished() {
    // The done ones first: they are never ahead of what was put then.
    long done = doneSoFar();
    return log.put() - done;
  }

  /** Tells whether no living process has or will have anything to do, as far as is known. */
  boolean mayBeOver() {
    long lost = SharedWords.getLong(memory, at + AT_LOST);
    return unfinished() <= lost;
  }

  /** Finds out how many of the unfinished elements are lost with processes that died. */
  long lost() {
    long held = 0;
    for (int slot = 0; slot < Segment.SLOTS; slot++) {
      long entry = heldIn(slot);
      if (entry != 0 && !family.isAlive((int) (entry >>> Integer.SIZE))) {
        SharedWords.setLong(memory, atHeld(slot), 0);
      } else {
        held += entry & COUNT;
      }
    }
    long lost = Math.max(0, log.gone() - doneSoFar() - held);
    SharedWords.setLong(memory, at + AT_LOST, lost);
    return lost;
  }
}
