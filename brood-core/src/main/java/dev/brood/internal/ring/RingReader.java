package dev.brood.internal.ring;

import static dev.brood.internal.ring.RingLayout.INT;
import static dev.brood.internal.ring.RingLayout.LONG;

import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;

/**
 * The reading end of a byte ring. One thread at a time; never blocks.
 *
 * <p>Bytes are copied out before anything looks at them, so a peer that goes on writing cannot
 * change what was read.
 */
public final class RingReader {

  private final ByteBuffer region;
  private final int words;
  private final int data;
  private final int capacity;
  private long position;
  private long writePositionSeen;

  /** Opens the reading end of ring 0 (owner to child) or 1 (child to owner) of a checked region. */
  public RingReader(ByteBuffer region, int ring) {
    this.region = region;
    this.capacity = RingLayout.check(region);
    this.words = RingLayout.words(ring);
    this.data = RingLayout.data(ring, capacity);
    // Another process may have read before: an end of a pipe can move.
    this.position = (long) LONG.getAcquire(region, words + RingLayout.READ_POSITION);
    this.writePositionSeen = position;
  }

  /** Returns how many bytes can be read now, of those that the writer has made visible. */
  public int available() {
    if (writePositionSeen == position) {
      // What was taken before it was visible is behind the position already.
      see(Math.max(position, wordAt(RingLayout.WRITE_POSITION)));
    }
    return (int) (writePositionSeen - position);
  }

  /**
   * Returns how many bytes can be read now, including what the writer has recorded and not yet made
   * visible. Slows a writer that is at work.
   */
  public int recorded() {
    see(wordAt(RingLayout.RECORDED_POSITION));
    return (int) (writePositionSeen - position);
  }

  private long wordAt(int word) {
    return (long) LONG.getAcquire(region, words + word);
  }

  private void see(long written) {
    if (written < writePositionSeen || written - position > capacity) {
      throw new IllegalStateException(
          "write position=" + written + " of the ring is out of bounds");
    }
    writePositionSeen = written;
  }

  /**
   * Reads what is there, up to {@code length} bytes; returns how many, 0 when the ring is empty.
   */
  public int read(byte[] target, int offset, int length) {
    int count = Math.min(length, available());
    int index = (int) position & (capacity - 1);
    int head = Math.min(count, capacity - index);
    region.get(data + index, target, offset, head);
    if (head < count) {
      region.get(data, target, offset + head, count - head);
    }
    consume(count);
    return count;
  }

  /** Returns bytes to read that lie together, up to {@code most}; then {@link #consume} them. */
  public ByteBuffer filled(int most) {
    int index = (int) position & (capacity - 1);
    return region.slice(data + index, Math.min(Math.min(most, available()), capacity - index));
  }

  /** Gives the first bytes of the {@link #filled} back to the writer. */
  public void consume(int count) {
    position += count;
    LONG.setRelease(region, words + RingLayout.READ_POSITION, position);
  }

  /**
   * Tells whether the writer must be woken, after everything read before. A writer is woken when a
   * quarter of the ring is free, not at every byte.
   */
  public boolean takeWriterWaits() {
    VarHandle.fullFence();
    int flag = words + RingLayout.WRITER_WAITS;
    if ((int) INT.getOpaque(region, flag) == 0) {
      return false;
    }
    return wordAt(RingLayout.WRITE_POSITION) - position <= capacity - capacity / 4
        && (int) INT.getAndSet(region, flag, 0) != 0;
  }

  /** Asks the writer for a bell when it has written; returns true if bytes are there already. */
  public boolean waitForBytes() {
    int flag = words + RingLayout.READER_WAITS;
    INT.setVolatile(region, flag, 1);
    VarHandle.fullFence();
    if (recorded() == 0) {
      return false;
    }
    INT.setVolatile(region, flag, 0);
    return true;
  }

  /** Takes back the wish for a bell: this reader will look by itself. */
  public void lookingAgain() {
    int flag = words + RingLayout.READER_WAITS;
    // A store takes the line away from the writer, which looks at it with every record.
    if ((int) INT.getOpaque(region, flag) != 0) {
      INT.setOpaque(region, flag, 0);
    }
  }
}
