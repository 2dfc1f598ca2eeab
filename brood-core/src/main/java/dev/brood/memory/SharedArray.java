package dev.brood.memory;

import java.io.Serial;
import java.io.Serializable;
import java.lang.foreign.ValueLayout;
import java.util.Objects;

/**
 * An array of numbers in memory that processes share, all zeros at first; over 2 GiB too.
 *
 * <p>An array is a handle: sent to another process of the family, in whatever way, it is the same
 * memory there. Access to one element has the effects of volatile access and is atomic, for threads
 * of one process and of several alike; a process that is killed leaves the element before or after
 * it. Copying many elements, in or out, is plain and as fast as memory allows: what others do to
 * these elements meanwhile may be seen of some and not of others, and a process that is killed in
 * the middle leaves some written.
 *
 * <p>An array over a block that is {@linkplain SharedMemory#asReadOnly() read-only} throws {@link
 * UnsupportedOperationException} when it is written to.
 *
 * <p>Small arrays share files with others. An array lives as a {@link SharedMemory} does: the last
 * process that closes it frees it, processes that end without closing are struck out, and what
 * nobody has closed ends with the family. A process in which no object refers to the array any more
 * does not use it either. No thread may use an array that its process is just closing.
 *
 * @since 0.1
 */
public abstract sealed class SharedArray implements AutoCloseable, Serializable
    permits SharedByteArray, SharedDoubleArray, SharedIntArray, SharedLongArray {

  @Serial private static final long serialVersionUID = 1L;

  /** Where the elements are. */
  final Block block;

  private final long length;

  SharedArray(Block block, long length) {
    this.block = block;
    this.length = length;
  }

  /** Makes a block for so many elements. */
  static Block allocate(long length, ValueLayout element) {
    long most = (Long.MAX_VALUE >> 1) / element.byteSize();
    if (length < 0 || length > most) {
      throw new IllegalArgumentException("length=" + length + " of a shared array is out of range");
    }
    return Block.allocate(Math.max(1, length) * element.byteSize());
  }

  abstract ValueLayout element();

  /** Returns where an element is in the block. */
  final long at(long index) {
    return Objects.checkIndex(index, length) * element().byteSize();
  }

  final void copyIn(long index, Object array, int from, int count) {
    Objects.checkFromIndexSize(index, count, length);
    block.copyIn(index * element().byteSize(), element(), array, from, count);
  }

  final void copyOut(long index, Object array, int from, int count) {
    Objects.checkFromIndexSize(index, count, length);
    block.copyOut(index * element().byteSize(), element(), array, from, count);
  }

  /** Returns the length of an ordinary array that is to hold all elements. */
  final int intLength() {
    if (length > Integer.MAX_VALUE - 8) {
      throw new IllegalStateException(
          "length=" + length + " is too large for an ordinary array; copy it in parts");
    }
    return (int) length;
  }

  /**
   * Returns the number of elements, which never changes.
   *
   * @return how many elements there are
   */
  public final long length() {
    return length;
  }

  /**
   * Tells whether this process has closed the array.
   *
   * @return whether it has
   */
  public final boolean isClosed() {
    return block.isClosed();
  }

  /**
   * Ends this process's use of the array, for all its handles; the last user frees it. Again: does
   * nothing. After it, access to elements throws {@link IllegalStateException}.
   */
  @Override
  public final void close() {
    block.close();
  }

  /** Returns the class and the length. */
  @Override
  public final String toString() {
    return getClass().getSimpleName() + "[" + (isClosed() ? "closed" : "length=" + length) + "]";
  }
}
