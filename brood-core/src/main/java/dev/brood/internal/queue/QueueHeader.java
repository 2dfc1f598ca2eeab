package dev.brood.internal.queue;

import dev.brood.exception.QueueShutDownException;
import dev.brood.internal.region.SharedWords;
import java.lang.foreign.MemorySegment;

/**
 * What a queue is, and whether it was shut down.
 *
 * <pre>
 *  0 capacity (8)
 *  8 bytes of a half of the log (8)
 * 16 counts tasks (4)
 * 20 shut down (4)
 * </pre>
 */
final class QueueHeader {

  static final int BYTES = 64;

  /** The capacity of a queue without a bound. */
  static final long NO_BOUND = Long.MAX_VALUE;

  private static final int AT_CAPACITY = 0;
  private static final int AT_HALF_BYTES = 8;
  private static final int AT_COUNTS_TASKS = 16;
  private static final int AT_SHUT_DOWN = 20;

  private final MemorySegment memory;
  private final long capacity;

  /** Makes the view of this process. */
  QueueHeader(MemorySegment memory) {
    this.memory = memory;
    this.capacity = SharedWords.getLong(memory, AT_CAPACITY);
  }

  static void initialize(MemorySegment memory, long capacity, long halfBytes, boolean countsTasks) {
    SharedWords.setLong(memory, AT_CAPACITY, capacity);
    SharedWords.setLong(memory, AT_HALF_BYTES, halfBytes);
    SharedWords.setInt(memory, AT_COUNTS_TASKS, countsTasks ? 1 : 0);
  }

  long capacity() {
    return capacity;
  }

  boolean isBounded() {
    return capacity != NO_BOUND;
  }

  long halfBytes() {
    return SharedWords.getLong(memory, AT_HALF_BYTES);
  }

  boolean countsTasks() {
    return SharedWords.getInt(memory, AT_COUNTS_TASKS) != 0;
  }

  boolean isShutDown() {
    return SharedWords.getInt(memory, AT_SHUT_DOWN) != 0;
  }

  /** Lets nothing be put any more. The lock of those who put is needed. */
  void shutDown() {
    SharedWords.setInt(memory, AT_SHUT_DOWN, 1);
  }

  void mustTakeMore() {
    if (isShutDown()) {
      throw new QueueShutDownException("the queue is shut down: nothing can be put any more");
    }
  }
}
