package dev.brood.internal.ring;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Where everything stands in the region that an owner and one child share: one ring in each
 * direction, and a word in which the child says how far it has come.
 *
 * <pre>
 *      0 +-------------------------------+
 *        | magic (8)                     |  "BROODRNG"
 *        | version (4)   | capacity (4)  |  capacity of each ring, a power of two
 *    128 +-------------------------------+
 *        | started (8)                   |  items the child has begun, written by the child
 *        | heartbeats (8)                |  times its tasks said that they make progress
 *        | there (8)                     |  1: the child reads what is written to it
 *    256 +-------------------------------+
 *        | ring 0 (owner to child)       |
 *        |   +0    write position (8)    |  written by the writer: bytes the reader shall look at
 *        |   +128  read position (8)     |  written by the reader: bytes read since the start
 *        |   +256  reader waits (4)      |  1: the reader sleeps, ring the bell after writing
 *        |   +384  writer waits (4)      |  1: the writer sleeps, ring the bell after reading
 *        |   +512  recorded position (8) |  written by the writer: bytes written since the start
 *    896 +-------------------------------+
 *        | ring 1 (child to owner)       |  the same five words
 *   1536 +-------------------------------+
 *        | for users of the rings        |
 *   4096 +-------------------------------+
 *        | bytes of ring 0               |
 *   4096 + capacity ---------------------+
 *        | bytes of ring 1               |
 *        +-------------------------------+
 * </pre>
 *
 * <p>Words that different processes write stand 128 bytes apart: processors fetch cache lines of 64
 * bytes in pairs. Positions only grow; a position modulo the capacity is an index into the ring.
 *
 * <p>The recorded position is ahead of the write position while small writes are gathered: a reader
 * that looks at a word takes its cache line away from the writer, which costs the writer more than
 * the write. So a reader looks at the write position, and at the recorded one only before it sleeps
 * and when the writer is dead.
 */
public final class RingLayout {

  /**
   * Bytes in each direction: large enough to stream at memory speed, small enough for the cache.
   */
  public static final int CAPACITY = 1 << 20;

  static final long MAGIC = 0x42524F4F44524E47L;
  static final int VERSION = 2;

  static final int STARTED = 128;
  static final int HEARTBEATS = 136;
  static final int THERE = 144;
  static final int RINGS = 256;
  static final int RING_WORDS = 640;
  static final int WRITE_POSITION = 0;
  static final int READ_POSITION = 128;
  static final int READER_WAITS = 256;
  static final int WRITER_WAITS = 384;
  static final int RECORDED_POSITION = 512;
  static final int DATA = 4096;

  /** Where what the rings leave to their users begins; it goes up to 4096. */
  public static final int FREE = RINGS + 2 * RING_WORDS;

  static final VarHandle LONG =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());
  static final VarHandle INT =
      MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.nativeOrder());

  private RingLayout() {}

  /** Returns the size of a region whose rings hold {@code capacity} bytes each. */
  public static int size(int capacity) {
    if (capacity < 4096 || Integer.bitCount(capacity) != 1 || capacity > 1 << 29) {
      throw new IllegalArgumentException(
          "capacity=" + capacity + " is not a power of two from 4096 to 2^29");
    }
    return DATA + 2 * capacity;
  }

  /** Writes the header of a fresh, zeroed region. */
  public static void initialize(ByteBuffer region, int capacity) {
    region.putInt(8, VERSION);
    region.putInt(12, capacity);
    LONG.setRelease(region, 0, MAGIC);
  }

  /**
   * Returns the capacity of the rings of a region that the peer initialized.
   *
   * @throws IllegalArgumentException if it is no such region, or one of another version
   */
  public static int check(ByteBuffer region) {
    long magic = region.capacity() < DATA ? 0 : (long) LONG.getAcquire(region, 0);
    if (magic != MAGIC) {
      throw new IllegalArgumentException(
          "magic=" + Long.toHexString(magic) + " is not a ring region");
    }
    if (region.getInt(8) != VERSION) {
      throw new IllegalArgumentException(
          "version=" + region.getInt(8) + " of the ring region, expected " + VERSION);
    }
    int capacity = region.getInt(12);
    if (size(capacity) != region.capacity()) {
      throw new IllegalArgumentException(
          "capacity=" + capacity + " does not fit a region of " + region.capacity() + " bytes");
    }
    return capacity;
  }

  static int words(int ring) {
    return RINGS + ring * RING_WORDS;
  }

  static int data(int ring, int capacity) {
    return DATA + ring * capacity;
  }
}
