package dev.brood.internal.family;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Which wait set of a family: the id of its segment, and where in the data it stands.
 *
 * @param segment id of the segment
 * @param offset where in the data
 */
record WaitKey(long segment, long offset) {

  static final int BYTES = 2 * Long.BYTES;

  // By hand, for the same reason as in CellRef.

  @Override
  public boolean equals(@Nullable Object object) {
    return object instanceof WaitKey other && segment == other.segment && offset == other.offset;
  }

  @Override
  public int hashCode() {
    return 31 * Long.hashCode(segment) + Long.hashCode(offset);
  }

  static WaitKey from(ByteBuffer bytes) {
    return new WaitKey(bytes.getLong(), bytes.getLong());
  }

  void to(ByteBuffer bytes) {
    bytes.putLong(segment).putLong(offset);
  }
}
