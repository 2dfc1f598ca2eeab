package dev.brood.internal.message;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
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

  /** Tells whether buffers can show it: of arrays they show those of bytes only. */
  public boolean canBeShown() {
    try {
      return at(0, 0).capacity() == 0;
    } catch (UnsupportedOperationException otherArray) {
      return false;
    }
  }

  /** Returns all of it, or a copy if it cannot be shown. */
  public List<ByteBuffer> all() {
    boolean shown = canBeShown();
    List<ByteBuffer> pieces = new ArrayList<>();
    for (long from = 0; from < size(); from += PIECE) {
      pieces.add(shown ? at(from, size()) : copy(from));
    }
    return pieces;
  }

  private ByteBuffer copy(long from) {
    long length = Math.min(PIECE, size() - from);
    return ByteBuffer.wrap(memory.asSlice(from, length).toArray(ValueLayout.JAVA_BYTE));
  }

  /** Fails if the calling thread may not write it, or nobody any more. */
  void mustBeWritable() {
    if (size() > 0) {
      memory.set(ValueLayout.JAVA_BYTE, 0, memory.get(ValueLayout.JAVA_BYTE, 0));
    }
  }

  void put(long at, ByteBuffer bytes) {
    at(at, at + bytes.remaining()).put(bytes);
  }
}
