package dev.brood.internal.codec;

import java.nio.ByteBuffer;

/**
 * A large primitive array that travels beside the encoded bytes of its value, so that it is copied
 * once into the transport's memory and once out of it, and through nothing in between.
 *
 * <p>The sender's transport asks for {@link #kind()} and {@link #length()}, which it sends, and
 * copies byte ranges out. The receiver's {@linkplain #allocate allocates} an array from the two,
 * copies the same bytes in, and hands the attachments to the {@link ValueReader} in the order in
 * which the {@link ValueWriter} listed them. The receiver uses the array itself.
 *
 * <p>The array is the user's own: what it holds while the bytes are copied is what is sent.
 */
public final class Attachment {
  /**
   * From this many bytes on an array is attached. Below it the copy through the encoded bytes costs
   * less (under 2 us) than the descriptor and the second transfer.
   */
  public static final int THRESHOLD = 32 << 10;

  private final int kind;
  private final Object array;

  private Attachment(int kind, Object array) {
    this.kind = kind;
    this.array = array;
  }

  static Attachment of(int kind, Object array) {
    return new Attachment(kind, array);
  }

  /**
   * Makes an attachment to be filled by {@link #copyIn}.
   *
   * <p>The caller must have checked the length against what it is about to receive: it is allocated
   * here.
   *
   * @throws dev.brood.exception.ProtocolException if there is no such kind
   */
  public static Attachment allocate(int kind, int length) {
    return new Attachment(kind, PrimitiveArrays.allocate(kind, length));
  }

  /** Puts what {@link #allocate} must be told: the kind, a byte, and the length. */
  public void putForm(ByteSink sink) {
    sink.putByte(kind());
    sink.putLength(length());
  }

  /** Returns a number below 8 for the type of the elements. */
  public int kind() {
    return kind;
  }

  /** Returns the number of elements. */
  public int length() {
    return PrimitiveArrays.length(kind, array);
  }

  /** Returns the number of bytes, which may be more than an {@code int} holds. */
  public long byteLength() {
    return PrimitiveArrays.byteLength(kind, array);
  }

  Object array() {
    return array;
  }

  /**
   * Copies the bytes from {@code offset} on to the position of a buffer, until the buffer or the
   * array ends, and moves the position. Fastest when the offset is a multiple of 8.
   *
   * @return how many bytes were copied
   */
  public int copyOut(long offset, ByteBuffer to) {
    return copy(offset, to, true);
  }

  /**
   * Copies what a buffer holds from its position on over the bytes from {@code offset} on, until
   * the buffer or the array ends, and moves the position. Fastest when the offset is a multiple of
   * 8.
   *
   * @return how many bytes were copied
   */
  public int copyIn(long offset, ByteBuffer from) {
    return copy(offset, from, false);
  }

  private int copy(long offset, ByteBuffer buffer, boolean out) {
    long left = byteLength() - offset;
    if (offset < 0 || left < 0) {
      throw new IndexOutOfBoundsException(
          "offset=" + offset + " is outside of an attachment of " + byteLength() + " bytes");
    }
    int total = (int) Math.min(left, buffer.remaining());
    int rest = total;
    long at = offset;
    int unit = 1 << PrimitiveArrays.shift(kind);
    int inside = (int) (at & (unit - 1));
    if (inside != 0) {
      int part = Math.min(rest, unit - inside);
      copyPart(at, inside, part, buffer, out);
      at += part;
      rest -= part;
    }
    int whole = rest >> PrimitiveArrays.shift(kind);
    if (whole > 0) {
      int index = (int) (at >> PrimitiveArrays.shift(kind));
      if (out) {
        PrimitiveArrays.copyOut(kind, array, index, whole, buffer);
      } else {
        PrimitiveArrays.copyIn(kind, array, index, whole, buffer);
      }
      int bytes = whole << PrimitiveArrays.shift(kind);
      at += bytes;
      rest -= bytes;
    }
    if (rest > 0) {
      copyPart(at, 0, rest, buffer, out);
    }
    return total;
  }

  /** Some of the bytes of one element. */
  private void copyPart(long at, int inside, int count, ByteBuffer buffer, boolean out) {
    int index = (int) (at >> PrimitiveArrays.shift(kind));
    ByteBuffer element = ByteBuffer.allocate(8);
    PrimitiveArrays.copyOut(kind, array, index, 1, element);
    if (out) {
      buffer.put(element.array(), inside, count);
    } else {
      buffer.get(element.array(), inside, count);
      element.position(0);
      PrimitiveArrays.copyIn(kind, array, index, 1, element);
    }
  }
}
