package dev.brood.memory;

import java.io.Serial;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.lang.foreign.ValueLayout;
import java.util.function.LongUnaryOperator;
import java.util.stream.LongStream;

/**
 * Many {@code long} values that processes share.
 *
 * @see SharedArray for who may use it, how long it lives, and what must be closed
 * @since 0.1
 */
public final class SharedLongArray extends SharedArray {

  @Serial private static final long serialVersionUID = 1L;

  SharedLongArray(Block block, long length) {
    super(block, length);
  }

  private record Handle(Block block, long length) implements Serializable {
    @Serial
    private Object readResolve() {
      return new SharedLongArray(block, length);
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
  public static SharedLongArray create(long length) {
    return new SharedLongArray(allocate(length, ValueLayout.JAVA_LONG), length);
  }

  /**
   * Makes an array with the elements of an ordinary one.
   *
   * @param elements the elements, which are copied
   * @return the array, used by this process
   * @throws UncheckedIOException if there is no room for it
   */
  public static SharedLongArray of(long... elements) {
    SharedLongArray made = create(elements.length);
    made.copyFrom(elements);
    return made;
  }

  @Override
  ValueLayout element() {
    return ValueLayout.JAVA_LONG;
  }

  /**
   * Returns an element.
   *
   * @param index which, from 0
   * @return what it is now
   * @throws IndexOutOfBoundsException if there is no such element
   */
  public long get(long index) {
    return block.getLong(at(index));
  }

  /**
   * Sets an element.
   *
   * @param index which, from 0
   * @param value what it is to be
   * @throws IndexOutOfBoundsException if there is no such element
   */
  public void set(long index, long value) {
    block.setLong(at(index), value);
  }

  /**
   * Sets an element and returns what it was.
   *
   * @param index which, from 0
   * @param value what it is to be
   * @return what it was
   * @throws IndexOutOfBoundsException if there is no such element
   */
  public long getAndSet(long index, long value) {
    return block.getAndSetLong(at(index), value);
  }

  /**
   * Sets an element if it is as expected.
   *
   * @param index which, from 0
   * @param expected what it must be now
   * @param value what it is to be
   * @return whether it was as expected, and so was set
   * @throws IndexOutOfBoundsException if there is no such element
   */
  public boolean compareAndSet(long index, long expected, long value) {
    return block.compareAndSetLong(at(index), expected, value);
  }

  /**
   * Adds to an element.
   *
   * @param index which, from 0
   * @param delta what to add
   * @return what the element was
   * @throws IndexOutOfBoundsException if there is no such element
   */
  public long getAndAdd(long index, long delta) {
    return block.getAndAddLong(at(index), delta);
  }

  /**
   * Adds to an element.
   *
   * @param index which, from 0
   * @param delta what to add
   * @return what the element is then
   * @throws IndexOutOfBoundsException if there is no such element
   */
  public long addAndGet(long index, long delta) {
    return getAndAdd(index, delta) + delta;
  }

  /**
   * Replaces an element by what a function makes of it.
   *
   * @param index which, from 0
   * @param update the function; called again when another thread or process was faster, so it
   *     should do nothing but compute
   * @return what the element is then
   * @throws IndexOutOfBoundsException if there is no such element
   */
  public long updateAndGet(long index, LongUnaryOperator update) {
    while (true) {
      long value = get(index);
      long next = update.applyAsLong(value);
      if (compareAndSet(index, value, next)) {
        return next;
      }
    }
  }

  /**
   * Makes all elements the same, as if they were copied.
   *
   * @param value what they are to be
   */
  public void fill(long value) {
    block.fillLongs(length(), value);
  }

  /**
   * Copies an ordinary array over the first elements.
   *
   * @param source the array
   * @throws IndexOutOfBoundsException if it has more elements than this one
   */
  public void copyFrom(long[] source) {
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
  public void copyFrom(long index, long[] source, int from, int count) {
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
  public void copyTo(long index, long[] target, int to, int count) {
    copyOut(index, target, to, count);
  }

  /**
   * Returns all elements in an ordinary array.
   *
   * @return a copy
   * @throws IllegalStateException if they are too many for one, or this process has closed the
   *     array
   */
  public long[] toArray() {
    long[] copy = new long[intLength()];
    copyTo(0, copy, 0, copy.length);
    return copy;
  }

  /**
   * Returns the elements, each as it is when the stream comes to it.
   *
   * @return a stream of the elements in order
   */
  public LongStream stream() {
    return LongStream.range(0, length()).map(this::get);
  }
}
