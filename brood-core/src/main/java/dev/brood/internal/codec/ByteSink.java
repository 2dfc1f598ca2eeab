package dev.brood.internal.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Where encoded bytes go: a growing buffer that is reused from message to message and has no upper
 * limit.
 *
 * <p>Up to {@link #CHAIN_FROM} bytes there is one block, which doubles by copying. Beyond that the
 * full block is set aside and a larger one is begun, so that nothing large is copied and the total
 * may pass 2 GiB. A number may not span two blocks, a run of bytes may; a reader must accept blocks
 * cut anywhere.
 *
 * <p>For one thread at a time.
 */
public final class ByteSink {
  private static final int FIRST_BLOCK = 512;

  /** From here on a copy costs more than a reader pays for a second block. */
  private static final int CHAIN_FROM = 1 << 20;

  private static final int LARGEST_BLOCK = 64 << 20;

  /** The current block, where the next byte goes in it, and the block seen as numbers. */
  byte[] buffer;

  ByteBuffer view;
  int position;

  private byte[][] full = new byte[0][];
  private int[] fullLengths = new int[0];
  private int fullCount;
  private long fullBytes;

  /** Makes a sink for messages of any size. */
  public ByteSink() {
    this(FIRST_BLOCK);
  }

  private ByteSink(int expected) {
    buffer = new byte[expected];
    view = viewOf(buffer);
  }

  /**
   * Makes a sink in which a frame has begun, its only one, of about so many bytes: for what is
   * small and often made. Its mark is 0, see {@link #endFrame}.
   */
  public static ByteSink withFrame(int expected) {
    ByteSink sink = new ByteSink(expected + 1);
    var _ = sink.beginFrame();
    return sink;
  }

  /** Forgets all content and keeps a buffer of moderate size for the next message. */
  public void reset() {
    if (fullCount > 0 || buffer.length > CHAIN_FROM) {
      full = new byte[0][];
      fullLengths = new int[0];
      fullCount = 0;
      fullBytes = 0;
      if (buffer.length > CHAIN_FROM) {
        use(new byte[FIRST_BLOCK]);
      }
    }
    position = 0;
  }

  /** Returns how many bytes were put since the last reset. */
  public long size() {
    return fullBytes + position;
  }

  /** Returns how many blocks hold the content; the last one may be empty. */
  public int blockCount() {
    return fullCount + 1;
  }

  /** Returns a block; it belongs to this sink and is valid until the next put or reset. */
  public byte[] block(int index) {
    return index == fullCount ? buffer : full[index];
  }

  /** Returns how many bytes of a block, from its start, are content. */
  public int blockLength(int index) {
    return index == fullCount ? position : fullLengths[index];
  }

  /** Returns the blocks, see {@link #block}. */
  public byte[][] blocks() {
    byte[][] blocks = Arrays.copyOf(full, fullCount + 1);
    blocks[fullCount] = buffer;
    return blocks;
  }

  /** Returns how much of each of the {@link #blocks} is content. */
  public int[] blockLengths() {
    int[] lengths = Arrays.copyOf(fullLengths, fullCount + 1);
    lengths[fullCount] = position;
    return lengths;
  }

  /** Returns a copy of the content, which must be small enough for one array. */
  public byte[] toByteArray() {
    byte[] all = new byte[Math.toIntExact(size())];
    int at = 0;
    for (int i = 0; i < blockCount(); i++) {
      System.arraycopy(block(i), 0, all, at, blockLength(i));
      at += blockLength(i);
    }
    return all;
  }

  private void use(byte[] block) {
    // First what may find no memory: then nothing has changed.
    view = viewOf(block);
    buffer = block;
  }

  /**
   * A block seen as numbers, little-endian on every machine: that is the native order wherever
   * Brood is fast, and a fixed order lets machines of different kinds talk. Not by a VarHandle,
   * whose first use costs a starting JVM 2 ms.
   */
  static ByteBuffer viewOf(byte[] block) {
    return ByteBuffer.wrap(block).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Makes room for {@code count} bytes in the current block. */
  void ensure(int count) {
    if (buffer.length - position < count) {
      grow(count);
    }
  }

  private void grow(int count) {
    if (buffer.length < CHAIN_FROM && count <= CHAIN_FROM) {
      int wanted = Math.max(buffer.length * 2, position + count);
      use(Arrays.copyOf(buffer, wanted));
      return;
    }
    if (fullCount == full.length) {
      int capacity = Math.max(8, fullCount * 2);
      fullLengths = Arrays.copyOf(fullLengths, capacity);
      full = Arrays.copyOf(full, capacity);
    }
    int next = (int) Math.min(LARGEST_BLOCK, buffer.length * 2L);
    byte[] filled = buffer;
    use(new byte[Math.max(next, count)]);
    full[fullCount] = filled;
    fullLengths[fullCount] = position;
    fullCount++;
    fullBytes += position;
    position = 0;
  }

  /** Cuts the content back to an earlier {@link #size()}. */
  void truncate(long size) {
    while (size < fullBytes) {
      use(full[fullCount - 1]);
      fullCount--;
      fullBytes -= fullLengths[fullCount];
    }
    position = (int) (size - fullBytes);
  }

  /** Overwrites eight bytes that were put as one long when the size was {@code at}. */
  void patchLong(long at, long value) {
    long start = fullBytes;
    if (at >= start) {
      view.putLong((int) (at - start), value);
      return;
    }
    int index = fullCount;
    while (at < start) {
      index--;
      start -= fullLengths[index];
    }
    viewOf(full[index]).putLong((int) (at - start), value);
  }

  /**
   * Begins a frame: what is put until {@link #endFrame} will stand behind a header with its length.
   * Frames do not nest.
   *
   * @return the mark to end it with
   */
  public long beginFrame() {
    long mark = size();
    putByte(0);
    return mark;
  }

  /** Drops a frame that was begun, with all that was put since. */
  public void dropFrame(long mark) {
    truncate(mark);
  }

  /**
   * Ends a frame. The header is twice the length, 7 bits a byte, lowest first; the bit left over
   * tells whether there is a prefix.
   *
   * @param prefix put before what the frame holds, or null
   */
  public void endFrame(long mark, @Nullable ByteSink prefix) {
    if (prefix == null && mark >= fullBytes) {
      int start = (int) (mark - fullBytes);
      int length = position - start - 1;
      if (length < 64) {
        // Nearly every number and short text: the byte that was kept free is enough.
        buffer[start] = (byte) (length << 1);
        return;
      }
      int more = headerLength((long) length << 1) - 1;
      if (buffer.length - position >= more) {
        System.arraycopy(buffer, start + 1, buffer, start + 1 + more, length);
        position = start;
        putHeader((long) length << 1);
        position += length;
        return;
      }
    }
    reframe(mark, prefix);
  }

  private void reframe(long mark, @Nullable ByteSink prefix) {
    byte[][] content = contentFrom(mark + 1);
    long length = prefix == null ? 0 : prefix.size();
    for (byte[] each : content) {
      length += each.length;
    }
    truncate(mark);
    ensure(10);
    putHeader(length << 1 | (prefix == null ? 0 : 1));
    if (prefix != null) {
      for (byte[] each : prefix.contentFrom(0)) {
        putBytes(each, 0, each.length);
      }
    }
    for (byte[] each : content) {
      putBytes(each, 0, each.length);
    }
  }

  private byte[][] contentFrom(long mark) {
    byte[][] content = new byte[blockCount()][];
    long before = 0;
    for (int i = 0; i < content.length; i++) {
      int from = (int) Math.min(Math.max(0, mark - before), blockLength(i));
      content[i] = Arrays.copyOfRange(block(i), from, blockLength(i));
      before += blockLength(i);
    }
    return content;
  }

  private static int headerLength(long header) {
    return (63 - Long.numberOfLeadingZeros(header | 1)) / 7 + 1;
  }

  private void putHeader(long header) {
    long rest = header;
    while ((rest & ~0x7fL) != 0) {
      buffer[position++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    buffer[position++] = (byte) rest;
  }

  /** Puts one byte. */
  public void putByte(int value) {
    ensure(1);
    buffer[position++] = (byte) value;
  }

  /** Puts two bytes. */
  public void putShort(int value) {
    ensure(2);
    view.putShort(position, (short) value);
    position += 2;
  }

  /** Puts four bytes. */
  public void putInt(int value) {
    ensure(4);
    view.putInt(position, value);
    position += 4;
  }

  /** Puts eight bytes. */
  public void putLong(long value) {
    ensure(8);
    view.putLong(position, value);
    position += 8;
  }

  /** Puts a number in one byte if it is below 128, in up to five otherwise; meant for lengths. */
  public void putLength(int value) {
    ensure(5);
    int rest = value;
    while ((rest & ~0x7f) != 0) {
      buffer[position++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    buffer[position++] = (byte) rest;
  }

  /** Puts a run of bytes, which may span blocks. */
  public void putBytes(byte[] bytes, int from, int count) {
    if (count <= buffer.length - position || (buffer.length < CHAIN_FROM && count <= CHAIN_FROM)) {
      ensure(count);
      System.arraycopy(bytes, from, buffer, position, count);
      position += count;
      return;
    }
    int at = from;
    int rest = count;
    while (rest > 0) {
      if (position == buffer.length) {
        grow(Math.min(rest, LARGEST_BLOCK));
      }
      int part = Math.min(rest, buffer.length - position);
      System.arraycopy(bytes, at, buffer, position, part);
      position += part;
      at += part;
      rest -= part;
    }
  }

  /** Puts a text with its length; any {@code char} survives, unpaired surrogates too. */
  public void putString(String text) {
    Text.put(this, text);
  }

  /** Puts a text or null. */
  public void putNullableString(@Nullable String text) {
    if (text == null) {
      putByte(0);
    } else {
      putByte(1);
      Text.put(this, text);
    }
  }
}
