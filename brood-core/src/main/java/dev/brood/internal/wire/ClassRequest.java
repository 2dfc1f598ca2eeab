package dev.brood.internal.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * What a child asks its owner's class loaders for: the payload of {@link FrameType#CLASS_REQUEST},
 * as request number (4), kind (1), text (UTF-8).
 *
 * @param number comes back in the answer
 * @param kind one of the constants
 * @param text the name of a class file or resource; for {@link #ONE}, a line feed and a location
 *     follow it
 */
public record ClassRequest(int number, byte kind, String text) {

  /** The class file of this name; the answer is its bytes. */
  public static final byte CLASS = 1;

  /** The first resource of this name; the answer is its bytes. */
  public static final byte FIRST = 2;

  /** All resources of this name; the answer is their locations, one in each line. */
  public static final byte ALL = 3;

  /** The resource at one of these locations; the answer is its bytes. */
  public static final byte ONE = 4;

  /** Reads a payload. */
  public static ClassRequest of(byte[] payload) {
    ByteBuffer in = ByteBuffer.wrap(payload);
    return new ClassRequest(in.getInt(), in.get(), StandardCharsets.UTF_8.decode(in).toString());
  }

  /** Returns the payload. */
  public byte[] payload() {
    byte[] name = text.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(Integer.BYTES + 1 + name.length)
        .putInt(number)
        .put(kind)
        .put(name)
        .array();
  }

  /** Returns the payload of the answer to it: request number (4), found (1), bytes. */
  public byte[] answer(boolean found, byte[] bytes) {
    return ByteBuffer.allocate(Integer.BYTES + 1 + bytes.length)
        .putInt(number)
        .put((byte) (found ? 1 : 0))
        .put(bytes)
        .array();
  }

  /** Tells whether such an answer fits into a frame. */
  public static boolean fits(long bytes) {
    return bytes <= FrameChannel.MAX_PAYLOAD - Integer.BYTES - 1;
  }

  /** Returns the name of what is asked for, in any case. */
  public String name() {
    int end = text.indexOf('\n');
    return end < 0 ? text : text.substring(0, end);
  }

  /** Returns the location that follows the name; empty if there is none. */
  public String location() {
    int end = text.indexOf('\n');
    return end < 0 ? "" : text.substring(end + 1);
  }
}
