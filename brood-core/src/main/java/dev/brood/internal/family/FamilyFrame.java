package dev.brood.internal.family;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.brood.internal.wire.FrameChannel;
import java.nio.ByteBuffer;

/** The frames between the root of a family and its members. */
final class FamilyFrame {

  /** Member: version (4), name of the file by which it is going to prove that it lives. */
  static final byte HELLO = 6;

  /** Member, when there is that file: pid (8), name. */
  static final byte JOIN = 1;

  /** Root: id of the member (4), where files go for which there is no room. */
  static final byte JOINED = 2;

  /** Root: why the member cannot join. */
  static final byte REFUSED = 3;

  /** Both: wake the sleepers of slot (4) in a wait set (16). */
  static final byte RING = 4;

  /** Root: a member has died. */
  static final byte DEATH = 5;

  static final int VERSION = 2;

  private FamilyFrame() {}

  static void send(FrameChannel channel, byte type, byte[] payload) {
    channel.send(type, payload, 0, payload.length);
  }

  static void ring(FrameChannel channel, int slot, WaitKey key) {
    ByteBuffer payload = ByteBuffer.allocate(Integer.BYTES + WaitKey.BYTES).putInt(slot);
    key.to(payload);
    send(channel, RING, payload.array());
  }

  static byte[] hello(String proof) {
    byte[] bytes = proof.getBytes(UTF_8);
    return ByteBuffer.allocate(Integer.BYTES + bytes.length).putInt(VERSION).put(bytes).array();
  }

  static byte[] join(long pid, String name) {
    byte[] bytes = name.getBytes(UTF_8);
    return ByteBuffer.allocate(Long.BYTES + bytes.length).putLong(pid).put(bytes).array();
  }

  /** Reads the text that a payload ends with. */
  static String text(ByteBuffer payload) {
    byte[] bytes = new byte[payload.remaining()];
    payload.get(bytes);
    return new String(bytes, UTF_8);
  }
}
