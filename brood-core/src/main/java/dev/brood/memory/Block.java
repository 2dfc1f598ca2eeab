package dev.brood.memory;

import dev.brood.internal.family.Cell;
import dev.brood.internal.family.CellRef;
import dev.brood.internal.family.SharedSegment;
import dev.brood.internal.region.SharedWords;
import java.io.IOException;
import java.io.Serial;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.ref.Reference;
import java.nio.file.NoSuchFileException;

/**
 * Memory of any size that several processes use: a cell among others if it is small, otherwise a
 * segment of its own. Travels as what it is, without its content.
 *
 * <p>Every access keeps the block alive until it is done: a block that nobody refers to is given
 * up, and its memory may belong to somebody else a moment later.
 */
abstract sealed class Block implements Serializable {

  @Serial private static final long serialVersionUID = 1L;

  private static final long KIND = 0x424C4F434BL;
  private static final int MOST_SMALL = 4096;
  private static final int LEAST_SMALL = 64;

  /** What never changes while the block is open. */
  private final transient MemorySegment memory;

  private Block(MemorySegment memory) {
    this.memory = memory;
  }

  /**
   * Makes a block of zeros.
   *
   * @throws UncheckedIOException if there is no room for it
   */
  static Block allocate(long bytes) {
    if (bytes <= MOST_SMALL) {
      // Few sizes, so that blocks of many lengths stand in few slabs.
      int size = Integer.highestOneBit(Math.max(LEAST_SMALL, (int) bytes) * 2 - 1);
      return Cell.create(KIND, size, 0, Small::new);
    }
    try {
      return new Large(SharedSegment.create(KIND, bytes), false);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make shared memory of size=" + bytes, e);
    }
  }

  /** Makes a segment of zeros, whatever its size. */
  static Large segment(long bytes) throws IOException {
    return new Large(SharedSegment.create(KIND, bytes), false);
  }

  /** Makes a segment of zeros under a name. */
  static Large segment(String name, long bytes) throws IOException {
    return new Large(SharedSegment.create(name, KIND, bytes), false);
  }

  /** Returns the segment of a name. */
  static Large open(String name, boolean readOnly) throws IOException {
    return new Large(SharedSegment.open(name, KIND), readOnly);
  }

  /** A cell. */
  static final class Small extends Block {

    @Serial private static final long serialVersionUID = 1L;

    private final transient Cell cell;

    Small(Cell cell) {
      super(cell.body());
      this.cell = cell;
    }

    private record CellHandle(CellRef ref) implements Serializable {
      @Serial
      private Object readResolve() {
        return Cell.attach(ref, KIND, Small::new);
      }
    }

    @Serial
    private Object writeReplace() {
      return new CellHandle(cell.send());
    }

    @Override
    boolean isClosed() {
      return cell.isClosed();
    }

    @Override
    void mustBeOpen() {
      cell.mustBeOpen();
    }

    @Override
    void close() {
      cell.close();
    }
  }

  /** A segment. */
  static final class Large extends Block {

    @Serial private static final long serialVersionUID = 1L;

    private final transient SharedSegment segment;
    private final transient boolean readOnly;

    Large(SharedSegment segment, boolean readOnly) {
      super(readOnly ? segment.memory().asReadOnly() : segment.memory());
      this.segment = segment;
      this.readOnly = readOnly;
    }

    private record SegmentHandle(SharedSegment.Ref ref, boolean readOnly) implements Serializable {
      @Serial
      private Object readResolve() {
        try {
          SharedSegment segment = SharedSegment.attach(ref, KIND);
          segment.arrived();
          return new Large(segment, readOnly);
        } catch (NoSuchFileException e) {
          throw new IllegalStateException(
              "the shared memory at "
                  + ref
                  + " is gone: all its users have closed it, or its name was removed",
              e);
        } catch (IOException e) {
          throw new UncheckedIOException("cannot attach the shared memory at " + ref, e);
        }
      }
    }

    @Serial
    private Object writeReplace() {
      return new SegmentHandle(segment.send(), readOnly);
    }

    SharedSegment segment() {
      return segment;
    }

    boolean isReadOnly() {
      return readOnly;
    }

    @Override
    boolean isClosed() {
      return segment.isClosed();
    }

    @Override
    void mustBeOpen() {
      segment.mustBeOpen();
    }

    @Override
    void close() {
      segment.close();
    }

    @Override
    MemorySegment writable() {
      if (readOnly) {
        throw new UnsupportedOperationException(
            "segment=" + segment.name() + " is open for reading only");
      }
      return super.writable();
    }
  }

  /** Tells whether this process has closed the block. */
  abstract boolean isClosed();

  abstract void mustBeOpen();

  /** Ends this process's use; the last user frees the memory. */
  abstract void close();

  MemorySegment readable() {
    mustBeOpen();
    return memory;
  }

  MemorySegment writable() {
    return readable();
  }

  final long getLong(long offset) {
    try {
      return SharedWords.getLong(readable(), offset);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  final void setLong(long offset, long value) {
    try {
      SharedWords.setLong(writable(), offset, value);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  final boolean compareAndSetLong(long offset, long expected, long value) {
    try {
      return SharedWords.compareAndSetLong(writable(), offset, expected, value);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  final long getAndSetLong(long offset, long value) {
    try {
      return SharedWords.getAndSetLong(writable(), offset, value);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  final long getAndAddLong(long offset, long delta) {
    try {
      return SharedWords.getAndAddLong(writable(), offset, delta);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  final int getInt(long offset) {
    try {
      return SharedWords.getInt(readable(), offset);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  final void setInt(long offset, int value) {
    try {
      SharedWords.setInt(writable(), offset, value);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  final boolean compareAndSetInt(long offset, int expected, int value) {
    try {
      return SharedWords.compareAndSetInt(writable(), offset, expected, value);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  final int getAndSetInt(long offset, int value) {
    try {
      return SharedWords.getAndSetInt(writable(), offset, value);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  final int getAndAddInt(long offset, int delta) {
    try {
      return SharedWords.getAndAddInt(writable(), offset, delta);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  final byte getByte(long offset) {
    try {
      return SharedWords.getByte(readable(), offset);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  final void setByte(long offset, byte value) {
    try {
      SharedWords.setByte(writable(), offset, value);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /** Copies elements of an array of a primitive type into the memory. */
  final void copyIn(long offset, ValueLayout element, Object array, int from, int count) {
    try {
      MemorySegment.copy(array, from, writable(), element, offset, count);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /** Copies memory into an array of a primitive type. */
  final void copyOut(long offset, ValueLayout element, Object array, int from, int count) {
    try {
      MemorySegment.copy(readable(), element, offset, array, from, count);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /** Makes the first so many bytes the same. */
  final void fillBytes(long count, byte value) {
    try {
      writable().asSlice(0, count).fill(value);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /** Makes the first so many ints the same. */
  final void fillInts(long count, int value) {
    try {
      MemorySegment memory = writable();
      for (long i = 0; i < count; i++) {
        memory.setAtIndex(ValueLayout.JAVA_INT, i, value);
      }
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /** Makes the first so many longs the same. */
  final void fillLongs(long count, long value) {
    try {
      MemorySegment memory = writable();
      for (long i = 0; i < count; i++) {
        memory.setAtIndex(ValueLayout.JAVA_LONG, i, value);
      }
    } finally {
      Reference.reachabilityFence(this);
    }
  }
}
