package dev.brood.internal.codec;

import dev.brood.exception.ProtocolException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Where encoded bytes come from: one block or several, cut anywhere. Reading past the end is a
 * {@link ProtocolException}, never a wrong value.
 *
 * <p>For one thread at a time.
 */
public final class ByteSource {
  private static final byte[] NOTHING = {};
  private static final byte[][] NO_BLOCKS = {};
  private static final int[] NO_LENGTHS = {};

  /** The current block, the next byte in it, its end, and the block seen as numbers. */
  byte[] buffer = NOTHING;

  ByteBuffer view = ByteSink.viewOf(NOTHING);

  int position;
  int limit;

  private byte[][] blocks = NO_BLOCKS;
  private int[] lengths = NO_LENGTHS;
  private int current;
  private long laterBytes;

  @SuppressWarnings("ReferenceEquality") // A transport gives the same array again and again.
  private void use(byte[] block) {
    if (block != buffer) {
      buffer = block;
      view = ByteSink.viewOf(block);
    }
  }

  /** Reads from now on from one block. */
  @SuppressWarnings("ReferenceEquality") // What was never changed need not be set back.
  public void reset(byte[] block, int from, int to) {
    use(block);
    position = from;
    limit = to;
    if (blocks != NO_BLOCKS) {
      blocks = NO_BLOCKS;
      lengths = NO_LENGTHS;
      current = 0;
      laterBytes = 0;
    }
  }

  /** Reads from now on from another place in the one block that this source was reset to. */
  public void move(int from, int to) {
    position = from;
    limit = to;
  }

  /** Reads from now on from several blocks, of each the given number of bytes. */
  public void reset(byte[][] newBlocks, int[] newLengths) {
    blocks = newBlocks;
    lengths = newLengths;
    rewind(0, 0);
  }

  /** Reads from now on what a sink holds; it must not change meanwhile. */
  public void reset(ByteSink sink) {
    if (sink.blockCount() == 1) {
      reset(sink.block(0), 0, sink.blockLength(0));
    } else {
      reset(sink.blocks(), sink.blockLengths());
    }
  }

  /** Lets go of the blocks. */
  public void clear() {
    reset(NOTHING, 0, 0);
  }

  /** Returns how many bytes are left. */
  public long remaining() {
    return laterBytes + (limit - position);
  }

  int currentBlock() {
    return current;
  }

  /** Goes back to where {@link #currentBlock()} and {@link #position} were. */
  void rewind(int block, int at) {
    if (blocks.length > 0) {
      current = block;
      use(blocks[block]);
      limit = lengths[block];
      laterBytes = 0;
      for (int i = block + 1; i < blocks.length; i++) {
        laterBytes += lengths[i];
      }
    }
    position = at;
  }

  boolean inBlock(int count) {
    return limit - position >= count;
  }

  /** Returns how many bytes can be had without leaving a block, which is 0 only at the end. */
  int contiguous() {
    while (position == limit && current + 1 < blocks.length) {
      nextBlock();
    }
    return limit - position;
  }

  private void nextBlock() {
    current++;
    use(blocks[current]);
    position = 0;
    limit = lengths[current];
    laterBytes -= limit;
  }

  /** Refuses a length that the rest of the message cannot hold, before anything is allocated. */
  void requireAvailable(long bytes) {
    if (bytes < 0 || bytes > remaining()) {
      throw new ProtocolException(
          "a message is cut off or damaged: needed=" + bytes + " bytes, left=" + remaining());
    }
  }

  /** Reads a count of things that take at least {@code unit} bytes each. */
  public int getCount(int unit) {
    int count = getLength();
    if (count < 0) {
      throw new ProtocolException("a count is negative: count=" + count);
    }
    requireAvailable((long) count * unit);
    return count;
  }

  /** Reads one byte. */
  public byte getByte() {
    if (position == limit && contiguous() == 0) {
      requireAvailable(1);
    }
    return buffer[position++];
  }

  /** Reads what {@link ByteSink#putShort} put. */
  public short getShort() {
    if (limit - position < 2) {
      return (short) slowly(2);
    }
    short value = view.getShort(position);
    position += 2;
    return value;
  }

  /** Reads what {@link ByteSink#putInt} put. */
  public int getInt() {
    if (limit - position < 4) {
      return (int) slowly(4);
    }
    int value = view.getInt(position);
    position += 4;
    return value;
  }

  /** Reads what {@link ByteSink#putLong} put. */
  public long getLong() {
    if (limit - position < 8) {
      return slowly(8);
    }
    long value = view.getLong(position);
    position += 8;
    return value;
  }

  /** A number that a block boundary cuts in two. */
  private long slowly(int count) {
    requireAvailable(count);
    long value = 0;
    for (int i = 0; i < count; i++) {
      value |= (getByte() & 0xffL) << (8 * i);
    }
    return value;
  }

  /** Reads what {@link ByteSink#putLength} put. */
  public int getLength() {
    byte first = getByte();
    if (first >= 0) {
      return first;
    }
    int value = first & 0x7f;
    for (int shift = 7; shift < 35; shift += 7) {
      byte next = getByte();
      value |= (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new ProtocolException("a length has more than five bytes");
  }

  /** Reads a length of up to 35 bits. */
  long getHeader() {
    long value = 0;
    for (int shift = 0; shift < 35; shift += 7) {
      byte next = getByte();
      value |= (next & 0x7fL) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new ProtocolException("a length has more than five bytes");
  }

  /** Fills a part of an array. */
  public void getBytes(byte[] into, int from, int count) {
    requireAvailable(count);
    int at = from;
    int rest = count;
    while (rest > 0) {
      int part = Math.min(rest, contiguous());
      System.arraycopy(buffer, position, into, at, part);
      position += part;
      at += part;
      rest -= part;
    }
  }

  /** Passes over a run of bytes. */
  public void skip(long count) {
    requireAvailable(count);
    long rest = count;
    while (rest > 0) {
      int part = (int) Math.min(rest, contiguous());
      position += part;
      rest -= part;
    }
  }

  /** Reads what {@link ByteSink#putString} put. */
  public String getString() {
    return Text.get(this);
  }

  /** Reads what {@link ByteSink#putNullableString} put. */
  public @Nullable String getNullableString() {
    return getByte() == 0 ? null : Text.get(this);
  }
}
