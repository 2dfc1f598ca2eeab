package dev.brood.memory;

import java.io.Serial;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.lang.foreign.ValueLayout;

/**
 * Bytes that processes share. Access to one byte is volatile; there are no atomic additions.
 *
 * @see SharedArray for who may use it, how long it lives, and what must be closed
 * @since 0.1
 */
public final class SharedByteArray extends SharedArray {

  @Serial private static final long serialVersionUID = 1L;

  SharedByteArray(Block block, long length) {
    super(block, length);
  }

  private record Handle(Block block, long length) implements Serializable {
    @Serial
    private Object readResolve() {
      return new SharedByteArray(block, length);
    }
  }

  @Serial
  private Object writeReplace() {
    return new Handle(block, length());
  }

  /**
   * Makes an array of zeros.
   *
   * @param length how many elements
   * @return the array, used by this process
   * @throws IllegalArgumentException if the length is negative
   * @throws UncheckedIOException if there is no room for it
   */
  public static SharedByteArray create(long length) {
    return new SharedByteArray(allocate(length, ValueLayout.JAVA_BYTE), length);
  }

  /**
   * Makes an array with the elements of an ordinary one.
   *
   * @param elements the elements, which are copied
   * @return the array, used by this process
   * @throws UncheckedIOException if there is no room for it
   */
  public static SharedByteArray of(byte... elements) {
    SharedByteArray made = create(elements.length);
    made.copyFrom(elements);
    return made;
  }

  @Override
  ValueLayout element() {
    return ValueLayout.JAVA_BYTE;
  }

  /**
   * Returns an element.
   *
   * @param index which, from 0
   * @return what it is now
   * @throws IndexOutOfBoundsException if there is no such element
   */
  public byte get(long index) {
    return block.getByte(at(index));
  }

  /**
   * Sets an element.
   *
   * @param index which, from 0
   * @param value what it is to be
   * @throws IndexOutOfBoundsException if there is no such element
   */
  public void set(long index, byte value) {
    block.setByte(at(index), value);
  }

  /**
   * Makes all elements the same.
   *
   * @param value what they are to be
   */
  public void fill(byte value) {
    block.fillBytes(length(), value);
  }

  /**
   * Copies an ordinary array over the first elements.
   *
   * @param source the array
   * @throws IndexOutOfBoundsException if it has more elements than this one
   */
  public void copyFrom(byte[] source) {
    copyFrom(0, source, 0, source.length);
  }

  /**
   * Copies elements of an ordinary array over elements of this one.
   *
   * @param index the first element of this array to be overwritten
   * @param source the array
   * @param from the first element to be copied
   * @param count how many are copied
   * @throws IndexOutOfBoundsException if either array has not so many elements from there on
   */
  public void copyFrom(long index, byte[] source, int from, int count) {
    copyIn(index, source, from, count);
  }

  /**
   * Copies elements into an ordinary array.
   *
   * @param index the first element to be copied
   * @param target the array
   * @param to the first element of it to be overwritten
   * @param count how many are copied
   * @throws IndexOutOfBoundsException if either array has not so many elements from there on
   */
  public void copyTo(long index, byte[] target, int to, int count) {
    copyOut(index, target, to, count);
  }

  /**
   * Returns all elements in an ordinary array.
   *
   * @return a copy
   * @throws IllegalStateException if they are too many for one, or this process has closed the
   *     array
   */
  public byte[] toArray() {
    byte[] copy = new byte[intLength()];
    copyTo(0, copy, 0, copy.length);
    return copy;
  }
}
