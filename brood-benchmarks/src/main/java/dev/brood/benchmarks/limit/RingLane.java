package dev.brood.benchmarks.limit;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/**
 * One direction of a bare ring in memory that two JVMs map: fixed slots of 64 bytes, one writer,
 * one reader, both spinning.
 *
 * <pre>
 *   0     64     128    192    256 .......... 256 + 64 * SLOTS
 *   | taken |      | given |      | slot 0 | slot 1 | ...
 * </pre>
 *
 * {@code given} is written by the writer only and {@code taken} by the reader only; each is a count
 * of slots that never wraps in the life of a benchmark.
 */
final class RingLane {

  static final int SLOTS = 1024;
  static final int SLOT_BYTES = 64;
  static final long BYTES = 256 + (long) SLOTS * SLOT_BYTES;

  private static final long TAKEN = 0;
  private static final long GIVEN = 128;
  private static final long FIRST_SLOT = 256;
  private static final int SPINS_BEFORE_YIELD = 20_000;
  private static final VarHandle LONG = ValueLayout.JAVA_LONG.varHandle();

  private final MemorySegment memory;
  private long given;
  private long taken;

  RingLane(MemorySegment memory) {
    this.memory = memory;
  }

  /** Writes a message of 64 bytes that begins with {@code value}; waits while the ring is full. */
  void give(long value) {
    awaitMoreThan(TAKEN, given - SLOTS);
    long slot = slot(given);
    for (int offset = 0; offset < SLOT_BYTES; offset += Long.BYTES) {
      memory.set(ValueLayout.JAVA_LONG, slot + offset, value + offset);
    }
    LONG.setRelease(memory, GIVEN, ++given);
  }

  /** Returns the beginning of the next message; waits until there is one. */
  long take() {
    awaitMoreThan(GIVEN, taken);
    return takeNext();
  }

  /** Returns whether {@link #take} would not wait. */
  boolean hasNext() {
    return (long) LONG.getAcquire(memory, GIVEN) > taken;
  }

  /** Returns whether {@link #give} would not wait. */
  boolean hasRoom() {
    return (long) LONG.getAcquire(memory, TAKEN) > given - SLOTS;
  }

  private long takeNext() {
    long slot = slot(taken);
    long value = memory.get(ValueLayout.JAVA_LONG, slot);
    for (int offset = Long.BYTES; offset < SLOT_BYTES; offset += Long.BYTES) {
      if (memory.get(ValueLayout.JAVA_LONG, slot + offset) != value + offset) {
        throw new IllegalStateException("a torn message at " + taken);
      }
    }
    LONG.setRelease(memory, TAKEN, ++taken);
    return value;
  }

  // A limit for few processors: the peer may need the one that this thread spins on.
  @SuppressWarnings("ThreadPriorityCheck")
  private void awaitMoreThan(long counter, long bound) {
    for (int spins = 0; (long) LONG.getAcquire(memory, counter) <= bound; spins++) {
      if (spins < SPINS_BEFORE_YIELD) {
        Thread.onSpinWait();
      } else {
        Thread.yield();
      }
    }
  }

  private static long slot(long count) {
    return FIRST_SLOT + count % SLOTS * SLOT_BYTES;
  }
}
