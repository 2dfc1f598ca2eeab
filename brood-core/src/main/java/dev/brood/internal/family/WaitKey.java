package dev.brood.internal.family;

import java.nio.ByteBuffer;

/**
 * Which wait set of a family: the id of its segment, and where in the data it stands.
 *
 * @param segment id of the segment
 * @param offset where in the data
 */
record WaitKey(long segment, long offset) {

  static final int BYTES = 2 * Long.BYTES;

  static WaitKey from(ByteBuffer bytes) {
    return new WaitKey(bytes.getLong(), bytes.getLong());
  }

  void to(ByteBuffer bytes) {
    bytes.putLong(segment).putLong(offset);
  }
}
