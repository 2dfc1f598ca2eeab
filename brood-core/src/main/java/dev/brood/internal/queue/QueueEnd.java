package dev.brood.internal.queue;

import dev.brood.internal.region.SharedWords;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/**
 * One end of a queue: how far elements were put, or how far they were taken. It is four numbers
 * that change together by one store, so that whoever dies while it changes them has changed
 * nothing.
 *
 * <pre>
 *  0 version (8)            the numbers are in slot version mod 2
 *  8 slot 0 (4x8), slot 1 (4x8)
 * </pre>
 *
 * <p>A change goes to the slot that does not count, then the version says that it counts. Who reads
 * without a lock reads the version again after the numbers: if it is the same, nobody has begun to
 * write over them.
 *
 * <p>An object is a view of one end, with the numbers as they were when it was last brought up to
 * date. For one thread at a time.
 */
final class QueueEnd {

  /** Bytes in shared memory: more than one line of the cache, since the other end is beside it. */
  static final int BYTES = 128;

  private static final int AT_SLOTS = 8;
  private static final int SLOT = 4 * Long.BYTES;

  private final MemorySegment memory;
  private final long at;
  private long version = -1;

  private long part;
  private long offset;
  private long count;
  private long gone;

  /** Makes a view of the end at a place in the memory of the queue. */
  QueueEnd(MemorySegment memory, long at) {
    this.memory = memory;
    this.at = at;
    refresh();
  }

  /** Returns the part of the log in which the end is. */
  long part() {
    return part;
  }

  /** Returns where in that part it is. */
  long offset() {
    return offset;
  }

  /** Returns how many elements stand in the log before this end. */
  long count() {
    return count;
  }

  /** Returns, for the end at which elements are taken, how many have left the queue in any way. */
  long gone() {
    return gone;
  }

  /** Brings the numbers up to date. */
  void refresh() {
    long now = SharedWords.getLong(memory, at);
    while (now != version) {
      long slot = slot(now);
      part = SharedWords.getLong(memory, slot);
      offset = SharedWords.getLong(memory, slot + Long.BYTES);
      count = SharedWords.getLong(memory, slot + 2 * Long.BYTES);
      gone = SharedWords.getLong(memory, slot + 3 * Long.BYTES);
      version = now;
      now = SharedWords.getLong(memory, at);
    }
  }

  /** Changes the numbers, for all to see. The lock of this end is needed, and to be up to date. */
  void advance(long newPart, long newOffset, long newCount, long newGone) {
    long next = version + 1;
    long slot = slot(next);
    // Nobody may see a number of the slot change before seeing that the slot does not count.
    VarHandle.storeStoreFence();
    memory.set(ValueLayout.JAVA_LONG, slot, newPart);
    memory.set(ValueLayout.JAVA_LONG, slot + Long.BYTES, newOffset);
    memory.set(ValueLayout.JAVA_LONG, slot + 2 * Long.BYTES, newCount);
    memory.set(ValueLayout.JAVA_LONG, slot + 3 * Long.BYTES, newGone);
    SharedWords.setLong(memory, at, next);
    version = next;
    part = newPart;
    offset = newOffset;
    count = newCount;
    gone = newGone;
  }

  private long slot(long ofVersion) {
    return at + AT_SLOTS + (ofVersion & 1) * SLOT;
  }
}
