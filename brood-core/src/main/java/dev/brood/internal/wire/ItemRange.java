package dev.brood.internal.wire;

import dev.brood.exception.ProtocolException;
import java.nio.ByteBuffer;

/**
 * Successive items of a worker, counted from 1 over its life: the payload of {@link
 * FrameType#CALL_OFF}, {@link FrameType#TAKE_BACK} and {@link FrameType#GIVEN_BACK}.
 */
public record ItemRange(long first, long last) {

  /** Returns the range as it is sent. */
  public byte[] toBytes() {
    return ByteBuffer.allocate(2 * Long.BYTES).putLong(first).putLong(last).array();
  }

  /** Reads a range. */
  public static ItemRange read(byte[] payload) {
    if (payload.length != 2 * Long.BYTES) {
      throw new ProtocolException(
          "length=" + payload.length + " of a range of items, expected " + 2 * Long.BYTES);
    }
    ByteBuffer bytes = ByteBuffer.wrap(payload);
    return new ItemRange(bytes.getLong(), bytes.getLong());
  }
}
