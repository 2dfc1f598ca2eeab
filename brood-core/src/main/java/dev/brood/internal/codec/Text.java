package dev.brood.internal.codec;

import dev.brood.exception.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Strings as bytes: one byte a char where every char is below 256, two otherwise, as the JVM itself
 * keeps them. Any sequence of chars survives, which no charset of the JDK promises.
 *
 * <p>Form: length in chars as {@linkplain ByteSink#putLength a length}, shifted left by one, the
 * lowest bit telling wide from narrow; then the chars. The shift limits the header to lengths below
 * 2^31, so it is put as a long.
 */
final class Text {
  /** Chars moved at a time when a text does not fit into the rest of a block. */
  private static final int PIECE = 1 << 14;

  /** Shorter texts have a length of one byte, see {@link Tag#STRING_SHORT}. */
  static final int SHORT = 256;

  private Text() {}

  static boolean isNarrow(String text) {
    return text.length() < SHORT ? isShortNarrow(text) : isLongNarrow(text);
  }

  /**
   * The JIT splits this loop on the string's own flag; of its half for narrow strings nothing is
   * left, because a byte is never above 255. It does so only for loops that run long.
   */
  private static boolean isLongNarrow(String text) {
    for (int i = 0, length = text.length(); i < length; i++) {
      if (text.charAt(i) > 0xff) {
        return false;
      }
    }
    return true;
  }

  /** Eight chars at a time share the check of their index, which is all that is left here. */
  private static boolean isShortNarrow(String text) {
    int length = text.length();
    int i = 0;
    for (; i + 8 <= length; i += 8) {
      int all =
          text.charAt(i)
              | text.charAt(i + 1)
              | text.charAt(i + 2)
              | text.charAt(i + 3)
              | text.charAt(i + 4)
              | text.charAt(i + 5)
              | text.charAt(i + 6)
              | text.charAt(i + 7);
      if (all > 0xff) {
        return false;
      }
    }
    for (; i < length; i++) {
      if (text.charAt(i) > 0xff) {
        return false;
      }
    }
    return true;
  }

  static void put(ByteSink sink, String text) {
    put(sink, text, isNarrow(text));
  }

  static void put(ByteSink sink, String text, boolean narrow) {
    int length = text.length();
    if (narrow) {
      putHeader(sink, (long) length << 1);
      putNarrow(sink, text);
    } else {
      putHeader(sink, (long) length << 1 | 1);
      putWide(sink, text);
    }
  }

  private static void putHeader(ByteSink sink, long header) {
    sink.ensure(5);
    byte[] buffer = sink.buffer;
    int at = sink.position;
    long rest = header;
    while ((rest & ~0x7fL) != 0) {
      buffer[at++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    buffer[at++] = (byte) rest;
    sink.position = at;
  }

  /** The low bytes of all chars, without an array in between. */
  static void putNarrow(ByteSink sink, String text) {
    int length = text.length();
    if (length <= PIECE) {
      sink.ensure(length);
      getBytes(text, 0, length, sink.buffer, sink.position);
      sink.position += length;
      return;
    }
    for (int at = 0; at < length; at += PIECE) {
      int end = Math.min(length, at + PIECE);
      sink.ensure(end - at);
      getBytes(text, at, end, sink.buffer, sink.position);
      sink.position += end - at;
    }
  }

  private static void putWide(ByteSink sink, String text) {
    int length = text.length();
    for (int at = 0; at < length; at += PIECE) {
      int end = Math.min(length, at + PIECE);
      sink.ensure((end - at) * 2);
      ByteBuffer view = sink.view;
      int position = sink.position;
      for (int i = at; i < end; i++) {
        view.putChar(position, text.charAt(i));
        position += 2;
      }
      sink.position = position;
    }
  }

  /**
   * Copies {@code count} chars from {@code from} on to the position of a buffer, one or two bytes
   * each, and moves the position. They pass through an array that stays in the processor's cache.
   */
  static void copyOut(String text, boolean wide, int from, int count, ByteBuffer to) {
    int end = from + count;
    if (wide) {
      CharBuffer chars = to.slice().order(ByteOrder.LITTLE_ENDIAN).asCharBuffer();
      char[] piece = new char[Math.min(count, PIECE)];
      for (int at = from; at < end; at += piece.length) {
        int part = Math.min(end - at, piece.length);
        text.getChars(at, at + part, piece, 0);
        chars.put(piece, 0, part);
      }
      to.position(to.position() + count * Character.BYTES);
    } else {
      byte[] piece = new byte[Math.min(count, PIECE)];
      for (int at = from; at < end; at += piece.length) {
        int part = Math.min(end - at, piece.length);
        getBytes(text, at, at + part, piece, 0);
        to.put(piece, 0, part);
      }
    }
  }

  /** The low bytes of chars. */
  @SuppressWarnings("deprecation") // It drops the high bytes: they are known to be zero.
  private static void getBytes(String text, int from, int to, byte[] into, int at) {
    text.getBytes(from, to, into, at);
  }

  static String get(ByteSource source) {
    long header = source.getHeader();
    long length = header >>> 1;
    boolean wide = (header & 1) != 0;
    source.requireAvailable(wide ? length * 2 : length);
    if (length > Integer.MAX_VALUE - 8) {
      throw new ProtocolException("a text is too long: length=" + length);
    }
    return wide ? getWide(source, (int) length) : getNarrow(source, (int) length);
  }

  static String getNarrow(ByteSource source, int length) {
    if (source.inBlock(length)) {
      String text = new String(source.buffer, source.position, length, StandardCharsets.ISO_8859_1);
      source.position += length;
      return text;
    }
    byte[] bytes = new byte[length];
    source.getBytes(bytes, 0, length);
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private static String getWide(ByteSource source, int length) {
    char[] chars = new char[length];
    int done = 0;
    while (done < length) {
      int part = Math.min(length - done, source.contiguous() / 2);
      ByteBuffer view = source.view;
      int position = source.position;
      for (int i = done; i < done + part; i++) {
        chars[i] = view.getChar(position);
        position += 2;
      }
      source.position = position;
      done += part;
      if (done < length) {
        chars[done++] = (char) source.getShort();
      }
    }
    return new String(chars);
  }

  static void skip(ByteSource source) {
    long header = source.getHeader();
    long length = header >>> 1;
    source.skip((header & 1) != 0 ? length * 2 : length);
  }
}
