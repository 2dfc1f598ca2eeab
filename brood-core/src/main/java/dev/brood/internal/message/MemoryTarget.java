package dev.brood.internal.message;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Memory of the user's, of any size, in pieces that a buffer can show. */
public final class MemoryTarget {

  private static final long PIECE = 1L << 30;

  private final MemorySegment memory;

  /** Shows memory. */
  public MemoryTarget(MemorySegment memory) {
    this.memory = memory;
  }

  /** Returns how many bytes there are. */
  public long size() {
    return memory.byteSize();
  }

  /** Returns the bytes from {@code from} up to {@code to}, or as many as a buffer can show. */
  ByteBuffer at(long from, long to) {
    return memory.asSlice(from, Math.min(PIECE, to - from)).asByteBuffer();
  }

  /** Returns all of it. */
  public List<ByteBuffer> all() {
    List<ByteBuffer> pieces = new ArrayList<>();
    for (long from = 0; from < size(); from += PIECE) {
      pieces.add(at(from, size()));
    }
    return pieces;
  }

  void put(long at, ByteBuffer bytes) {
    at(at, at + bytes.remaining()).put(bytes);
  }
}
