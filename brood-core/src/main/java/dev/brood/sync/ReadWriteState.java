package dev.brood.sync;

import dev.brood.internal.family.Cell;
import dev.brood.internal.family.Family;
import dev.brood.internal.family.WaitSet;
import dev.brood.internal.lock.RobustLock;
import dev.brood.internal.region.Segment;
import dev.brood.internal.region.SharedWords;
import java.lang.foreign.MemorySegment;

/**
 * Which processes read and which one writes.
 *
 * <pre>
 * at   0 a lock (64)      that guards the rest
 *     64 writer (4)       the member that writes, or 0
 *     68 abandoned (4)    whether a writer died and nobody has written since
 *    128 readers (4 each) by slot: the member that reads, or 0
 * </pre>
 *
 * <p>One store changes one of these, so what a process leaves that dies half way is whole.
 */
final class ReadWriteState {

  static final int WAIT_SETS = 3;

  private static final int READERS = 1;
  private static final int WRITERS = 2;

  private static final int AT_WRITER = RobustLock.BYTES;
  private static final int AT_ABANDONED = AT_WRITER + 4;
  private static final int AT_READERS = AT_WRITER + 64;
  static final int BYTES = AT_READERS + Integer.BYTES * Segment.SLOTS;

  private final Family family;
  private final MemorySegment memory;
  private final RobustLock guard;
  private final WaitSet readersWaiting;
  private final WaitSet writersWaiting;
  private final int self;

  ReadWriteState(Cell cell) {
    this.family = cell.family();
    this.memory = cell.body();
    this.guard = new RobustLock(cell);
    this.readersWaiting = cell.waitSet(READERS);
    this.writersWaiting = cell.waitSet(WRITERS);
    this.self = family.self();
  }

  /** Returns where processes wait that want to read. */
  WaitSet readersWaiting() {
    return readersWaiting;
  }

  /** Returns where processes wait that want to write. */
  WaitSet writersWaiting() {
    return writersWaiting;
  }

  /** Makes this process one that reads, if no other one writes or waits to write. */
  boolean tryRead() {
    guard.lock();
    try {
      forgetDeadWriter();
      int writer = SharedWords.getInt(memory, AT_WRITER);
      if (writer != self && (writer != 0 || isWriterWaiting())) {
        return false;
      }
      SharedWords.setInt(memory, atReader(Family.slotOf(self)), self);
      return true;
    } finally {
      guard.unlock();
    }
  }

  private boolean isWriterWaiting() {
    for (int slot = 0; slot < Segment.SLOTS; slot++) {
      if (writersWaiting.hasSleepers(slot) && family.idAt(slot) != 0) {
        return true;
      }
    }
    return false;
  }

  /** Makes this process the one that writes, if none reads or writes. */
  boolean tryWrite() {
    guard.lock();
    try {
      forgetDeadWriter();
      if (SharedWords.getInt(memory, AT_WRITER) != 0 || isRead()) {
        return false;
      }
      SharedWords.setInt(memory, AT_WRITER, self);
      return true;
    } finally {
      guard.unlock();
    }
  }

  private boolean isRead() {
    for (int slot = 0; slot < Segment.SLOTS; slot++) {
      if (family.isAlive(SharedWords.getInt(memory, atReader(slot)))) {
        return true;
      }
    }
    return false;
  }

  private void forgetDeadWriter() {
    int writer = SharedWords.getInt(memory, AT_WRITER);
    if (writer != 0 && !family.isAlive(writer)) {
      SharedWords.setInt(memory, AT_ABANDONED, 1);
      SharedWords.setInt(memory, AT_WRITER, 0);
    }
  }

  /** Tells whether a process died while it wrote, and none has written since. */
  boolean wasAbandoned() {
    guard.lock();
    try {
      forgetDeadWriter();
      return SharedWords.getInt(memory, AT_ABANDONED) != 0;
    } finally {
      guard.unlock();
    }
  }

  private static long atReader(int slot) {
    return AT_READERS + (long) Integer.BYTES * slot;
  }

  void endReading() {
    guard.lock();
    try {
      SharedWords.setInt(memory, atReader(Family.slotOf(self)), 0);
    } finally {
      guard.unlock();
    }
    wakeNext();
  }

  void endWriting() {
    guard.lock();
    try {
      SharedWords.setInt(memory, AT_ABANDONED, 0);
      SharedWords.setInt(memory, AT_WRITER, 0);
    } finally {
      guard.unlock();
    }
    wakeNext();
  }

  /** Wakes a process that wants to write, or if there is none, all that want to read. */
  void wakeNext() {
    if (!writersWaiting.wakeOne()) {
      readersWaiting.wakeAll();
    }
  }

  /** Closes the cell. */
  void close() {
    guard.close();
  }
}
