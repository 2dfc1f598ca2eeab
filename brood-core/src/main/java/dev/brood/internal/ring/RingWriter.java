package dev.brood.internal.ring;

import static dev.brood.internal.ring.RingLayout.INT;
import static dev.brood.internal.ring.RingLayout.LONG;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The writing end of a byte ring. One thread at a time; never blocks.
 *
 * <p>Bytes are recorded when {@link #write} returns: they stay readable when this process is
 * killed, and a write that was cut short never moved the recorded position. The reader looks for
 * them after {@link #publish}.
 */
public final class RingWriter {

  private static final VarHandle BYTES =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

  private static final boolean LITTLE_ENDIAN = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;

  private final ByteBuffer region;
  private final int words;
  private final int data;
  private final int capacity;
  private long position;
  private long published;
  private long readPositionSeen;

  /** Opens the writing end of ring 0 (owner to child) or 1 (child to owner) of a checked region. */
  public RingWriter(ByteBuffer region, int ring) {
    this.region = region;
    this.capacity = RingLayout.check(region);
    this.words = RingLayout.words(ring);
    this.data = RingLayout.data(ring, capacity);
    // Another process may have written before: an end of a pipe can move.
    this.position = (long) LONG.getAcquire(region, words + RingLayout.RECORDED_POSITION);
    this.published = (long) LONG.getAcquire(region, words + RingLayout.WRITE_POSITION);
    this.readPositionSeen = (long) LONG.getAcquire(region, words + RingLayout.READ_POSITION);
  }

  /** Writes as many of the bytes as fit and returns how many, 0 when the ring is full. */
  public int write(byte[] source, int offset, int length) {
    int count = Math.min(length, free(length));
    int index = (int) position & (capacity - 1);
    if (count <= Long.BYTES && isRoomy(index, source.length - offset)) {
      // Most results are this short. The bytes beyond the count are free space or none of the
      // reader's, and one store is a third of the price of a copy.
      region.putLong(data + index, (long) BYTES.get(source, offset));
    } else {
      int head = Math.min(count, capacity - index);
      region.put(data + index, source, offset, head);
      if (head < count) {
        region.put(data, source, offset + head, count - head);
      }
    }
    commit(count);
    return count;
  }

  /**
   * Writes up to eight bytes, the first of which is the lowest of {@code bytes}. Returns false
   * where they do not fit in one piece, then nothing was written.
   */
  public boolean write(long bytes, int count) {
    int index = (int) position & (capacity - 1);
    // The bytes beyond the count are free space, so that they may be overwritten.
    if (index > capacity - Long.BYTES || free(Long.BYTES) < Long.BYTES) {
      return false;
    }
    region.putLong(data + index, LITTLE_ENDIAN ? bytes : Long.reverseBytes(bytes));
    commit(count);
    return true;
  }

  /**
   * Returns the free bytes that lie together, up to {@code most}; fill it, then {@link #commit}.
   */
  public ByteBuffer space(int most) {
    int index = (int) position & (capacity - 1);
    return region.slice(data + index, Math.min(Math.min(most, free(most)), capacity - index));
  }

  /** Records the first bytes of the {@link #space}. */
  public void commit(int count) {
    position += count;
    LONG.setRelease(region, words + RingLayout.RECORDED_POSITION, position);
  }

  /** Makes what was recorded visible to the reader. */
  public void publish() {
    if (position != published) {
      published = position;
      LONG.setRelease(region, words + RingLayout.WRITE_POSITION, position);
    }
  }

  /** Tells whether eight bytes can be taken and put at once. */
  private boolean isRoomy(int index, int sourceLength) {
    return sourceLength >= Long.BYTES
        && index <= capacity - Long.BYTES
        && free(Long.BYTES) >= Long.BYTES;
  }

  private int free(int wanted) {
    int free = capacity - (int) (position - readPositionSeen);
    if (free < wanted) {
      long read = (long) LONG.getAcquire(region, words + RingLayout.READ_POSITION);
      if (read < readPositionSeen || read > position) {
        throw new IllegalStateException("read position=" + read + " of the ring is out of bounds");
      }
      readPositionSeen = read;
      free = capacity - (int) (position - read);
    }
    return free;
  }

  /**
   * Tells whether the reader must be woken, after everything written before: true at most once for
   * each time that the reader went to sleep.
   */
  public boolean takeReaderWaits() {
    VarHandle.fullFence();
    return takeReaderWaitsSoon();
  }

  /**
   * As {@link #takeReaderWaits()} but without its fence, so it may miss a reader that is just going
   * to sleep; whoever uses it must use the full form later.
   */
  public boolean takeReaderWaitsSoon() {
    int flag = words + RingLayout.READER_WAITS;
    return (int) INT.getOpaque(region, flag) != 0 && (int) INT.getAndSet(region, flag, 0) != 0;
  }

  /** Asks the reader for a bell when it has read; returns true if there is space already. */
  public boolean waitForSpace() {
    int flag = words + RingLayout.WRITER_WAITS;
    INT.setVolatile(region, flag, 1);
    VarHandle.fullFence();
    if (free(capacity / 4) < capacity / 4) {
      return false;
    }
    INT.setVolatile(region, flag, 0);
    return true;
  }
}
