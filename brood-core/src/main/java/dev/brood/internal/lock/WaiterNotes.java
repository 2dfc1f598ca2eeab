package dev.brood.internal.lock;

import dev.brood.internal.family.Family;
import dev.brood.internal.region.SharedWords;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * Some of the threads that wait for a lock, noted for reports: each the id of a member (32 bits)
 * and below it the lower 32 bits of the thread's id. Who finds no room is not noted.
 */
final class WaiterNotes {

  /** Bytes of the notes of a lock. */
  static final int BYTES = 4 * Long.BYTES;

  /** What to erase if nothing was written. */
  static final int NONE = -1;

  private static final long THREAD = 0xFFFF_FFFFL;

  private final MemorySegment memory;
  private final Family family;

  WaiterNotes(MemorySegment memory, Family family) {
    this.memory = memory;
    this.family = family;
  }

  /** Notes the calling thread; returns what to {@link #erase}. */
  int write() {
    long note = (long) family.self() << Integer.SIZE | (Thread.currentThread().threadId() & THREAD);
    for (int at = 0; at < BYTES; at += Long.BYTES) {
      long known = SharedWords.getLong(memory, at);
      boolean free = known == 0 || !family.isAlive((int) (known >>> Integer.SIZE));
      if (free && SharedWords.compareAndSetLong(memory, at, known, note)) {
        return at;
      }
    }
    return NONE;
  }

  void erase(int note) {
    if (note != NONE) {
      SharedWords.setLong(memory, note, 0);
    }
  }

  /** Returns the noted threads whose processes live. */
  List<LockState.Holder> read() {
    List<LockState.Holder> waiters = new ArrayList<>();
    for (int at = 0; at < BYTES; at += Long.BYTES) {
      long note = SharedWords.getLong(memory, at);
      int id = (int) (note >>> Integer.SIZE);
      if (family.isAlive(id)) {
        waiters.add(new LockState.Holder(family.member(id), note & THREAD));
      }
    }
    return waiters;
  }
}
