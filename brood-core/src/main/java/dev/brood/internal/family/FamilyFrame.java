package dev.brood.internal.family;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.brood.exception.ProtocolException;
import dev.brood.internal.wire.FrameChannel;
import java.nio.ByteBuffer;

/** The frames between the root of a family and its members. */
final class FamilyFrame {

  /** Member: version (4), pid (8), name of the file that proves its life, name. */
  static final byte JOIN = 1;

  /** Root: id of the member (4), where files go for which there is no room. */
  static final byte JOINED = 2;

  /** Root: why the member cannot join. */
  static final byte REFUSED = 3;

  /** Both: wake the sleepers of slot (4) in a wait set (16). */
  static final byte RING = 4;

  /** Root: a member has died. */
  static final byte DEATH = 5;

  static final int VERSION = 1;

  private FamilyFrame() {}

  static void send(FrameChannel channel, byte type, byte[] payload) {
    channel.send(type, payload, 0, payload.length);
  }

  static void ring(FrameChannel channel, int slot, WaitKey key) {
    ByteBuffer payload = ByteBuffer.allocate(Integer.BYTES + WaitKey.BYTES).putInt(slot);
    key.to(payload);
    send(channel, RING, payload.array());
  }

  static byte[] join(long pid, String proof, String name) {
    byte[] proofBytes = proof.getBytes(UTF_8);
    byte[] nameBytes = name.getBytes(UTF_8);
    return ByteBuffer.allocate(16 + proofBytes.length + nameBytes.length)
        .putInt(VERSION)
        .putLong(pid)
        .putInt(proofBytes.length)
        .put(proofBytes)
        .put(nameBytes)
        .array();
  }

  static String text(ByteBuffer payload, int length) {
    if (length < 0 || length > payload.remaining()) {
      throw new ProtocolException("length=" + length + " of a text is out of range");
    }
    byte[] bytes = new byte[length];
    payload.get(bytes);
    return new String(bytes, UTF_8);
  }
}
