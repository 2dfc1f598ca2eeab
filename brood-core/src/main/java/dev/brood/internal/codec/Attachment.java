package dev.brood.internal.codec;

import dev.brood.exception.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A large primitive array, or the chars of a long text, beside the encoded bytes of its value, so
 * that they are copied once into the transport's memory and once out of it, and through nothing in
 * between.
 *
 * <p>The sender's transport asks for {@link #kind()} and {@link #length()}, which it sends, and
 * copies byte ranges out. The receiver's {@linkplain #allocate allocates} an array from the two,
 * copies the same bytes in, and hands the attachments to the {@link ValueReader} in the order in
 * which the {@link ValueWriter} listed them. The receiver uses the array itself. A text goes as an
 * array of bytes if every char is below 256, and as one of chars otherwise.
 *
 * <p>An array is the user's own: what it holds while the bytes are copied is what is sent.
 */
public final class Attachment {
  /**
   * From this many bytes on an array is attached. Below it the copy through the encoded bytes costs
   * less (under 2 us) than the descriptor and the second transfer.
   */
  public static final int THRESHOLD = 32 << 10;

  private final int kind;

  /** An array, or the String that is sent as one. */
  private final Object content;

  private Attachment(int kind, Object content) {
    this.kind = kind;
    this.content = content;
  }

  static Attachment of(int kind, Object array) {
    return new Attachment(kind, array);
  }

  static Attachment of(String text, boolean narrow) {
    return new Attachment(narrow ? PrimitiveArrays.BYTE : PrimitiveArrays.CHAR, text);
  }

  /**
   * Makes an attachment to be filled by {@link #copyIn}.
   *
   * <p>The caller must have checked the length against what it is about to receive: it is allocated
   * here.
   *
   * @throws ProtocolException if there is no such kind
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
    return content instanceof String text ? text.length() : PrimitiveArrays.length(kind, content);
  }

  /** Returns the number of bytes, which may be more than an {@code int} holds. */
  public long byteLength() {
    return (long) length() << PrimitiveArrays.shift(kind);
  }

  /** Receiver: returns the array. */
  Object array() {
    return content;
  }

  /**
   * Receiver: returns the text whose chars came.
   *
   * @throws ProtocolException if something else did
   */
  String text() {
    return switch (content) {
      case byte[] narrow -> new String(narrow, StandardCharsets.ISO_8859_1);
      case char[] wide -> new String(wide);
      default -> throw new ProtocolException("not the chars of a text: kind=" + kind);
    };
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
        copyOut(index, whole, buffer);
      } else {
        PrimitiveArrays.copyIn(kind, content, index, whole, buffer);
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

  /** Copies whole elements to the position of a buffer, and moves the position. */
  private void copyOut(int from, int count, ByteBuffer to) {
    if (content instanceof String text) {
      Text.copyOut(text, kind == PrimitiveArrays.CHAR, from, count, to);
    } else {
      PrimitiveArrays.copyOut(kind, content, from, count, to);
    }
  }

  /** Some of the bytes of one element. */
  private void copyPart(long at, int inside, int count, ByteBuffer buffer, boolean out) {
    int index = (int) (at >> PrimitiveArrays.shift(kind));
    ByteBuffer element = ByteBuffer.allocate(8);
    copyOut(index, 1, element);
    if (out) {
      buffer.put(element.array(), inside, count);
    } else {
      buffer.get(element.array(), inside, count);
      element.position(0);
      PrimitiveArrays.copyIn(kind, content, index, 1, element);
    }
  }
}
