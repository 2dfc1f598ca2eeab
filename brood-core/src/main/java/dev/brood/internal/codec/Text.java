package dev.brood.internal.codec;

import dev.brood.exception.ProtocolException;
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

  private Text() {}

  static boolean isNarrow(String text) {
    // The JIT splits this loop on the string's own flag, and the narrow half of it vanishes.
    for (int i = 0, length = text.length(); i < length; i++) {
      if (text.charAt(i) > 0xff) {
        return false;
      }
    }
    return true;
  }

  static void put(ByteSink sink, String text) {
    int length = text.length();
    if (isNarrow(text)) {
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
  @SuppressWarnings("deprecation") // It drops the high bytes: they are known to be zero.
  static void putNarrow(ByteSink sink, String text) {
    int length = text.length();
    if (length <= PIECE) {
      sink.ensure(length);
      text.getBytes(0, length, sink.buffer, sink.position);
      sink.position += length;
      return;
    }
    for (int at = 0; at < length; at += PIECE) {
      int end = Math.min(length, at + PIECE);
      sink.ensure(end - at);
      text.getBytes(at, end, sink.buffer, sink.position);
      sink.position += end - at;
    }
  }

  private static void putWide(ByteSink sink, String text) {
    int length = text.length();
    for (int at = 0; at < length; at += PIECE) {
      int end = Math.min(length, at + PIECE);
      sink.ensure((end - at) * 2);
      byte[] buffer = sink.buffer;
      int position = sink.position;
      for (int i = at; i < end; i++) {
        Bytes.CHAR.set(buffer, position, text.charAt(i));
        position += 2;
      }
      sink.position = position;
    }
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
      byte[] buffer = source.buffer;
      int position = source.position;
      for (int i = done; i < done + part; i++) {
        chars[i] = (char) Bytes.CHAR.get(buffer, position);
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
