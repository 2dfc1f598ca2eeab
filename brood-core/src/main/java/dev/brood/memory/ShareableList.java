package dev.brood.memory;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.brood.internal.family.Cell;
import dev.brood.internal.family.CellRef;
import dev.brood.internal.lock.RobustLock;
import java.io.Serial;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/**
 * A list of a few mixed values in memory that processes share. It has as many elements as it was
 * made with; each may be replaced by any other value for which its place has room.
 *
 * <p>An element is a {@code Boolean}, {@code Integer}, {@code Long}, {@code Double}, {@code
 * String}, {@code byte[]} or {@code null}. A place has room for what it was made for, rounded up to
 * a multiple of 8 bytes and at least 8; so any number, truth value or null fits anywhere. Texts
 * take their bytes in UTF-8. Everything comes back exactly as it was set, zeros at the end too; a
 * {@code byte[]} is a copy.
 *
 * <p>A list is a handle: sent to another process of the family, in whatever way, it is the same
 * memory there. Any thread of any process may read and replace elements. A reader sees an element
 * whole, as one or another {@link #set} left it, and never waits; writers of a list wait for each
 * other. A process that is killed in the middle of {@code set} leaves the old element, and holds
 * nobody up.
 *
 * <p>It lives as a {@link SharedMemory} does: the last process that closes it frees it, processes
 * that end without closing are struck out, and what nobody has closed ends with the family. A
 * process in which no object refers to the list any more does not use it either.
 *
 * @since 0.1
 */
public final class ShareableList extends AbstractList<@Nullable Object>
    implements RandomAccess, AutoCloseable, Serializable {

  // The layout: a table of where the places are and where the last one ends (8 each), and the
  // places. A place is its state (8) and two halves, one of which the state says is valid. A writer
  // fills the other half, then sets the state: that is the whole change.
  //
  // The state: length in bytes (32 bits), type (8), which half (1), number of changes (23).
  @Serial private static final long serialVersionUID = 1L;

  private static final long LOCK_KIND = 0x4C4953544C4F434BL;
  private static final int TYPE_SHIFT = 32;
  private static final long HALF = 1L << 40;

  private static final int NULL = 0;
  private static final int BOOLEAN = 1;
  private static final int INTEGER = 2;
  private static final int LONG = 3;
  private static final int DOUBLE = 4;
  private static final int TEXT = 5;

  /** A text that UTF-8 has no bytes for: one with half a surrogate pair. */
  private static final int ODD_TEXT = 6;

  private static final int BYTES = 7;

  /** A value as it stands in a place. */
  private static final class Encoded {

    private final int type;
    private final byte[] bytes;

    Encoded(int type, byte[] bytes) {
      this.type = type;
      this.bytes = bytes;
    }

    static Encoded of(@Nullable Object value) {
      return switch (value) {
        case null -> new Encoded(NULL, new byte[0]);
        case Boolean flag -> new Encoded(BOOLEAN, new byte[] {(byte) (flag ? 1 : 0)});
        case Integer number ->
            new Encoded(INTEGER, ByteBuffer.allocate(Integer.BYTES).putInt(number).array());
        case Long number ->
            new Encoded(LONG, ByteBuffer.allocate(Long.BYTES).putLong(number).array());
        case Double number ->
            new Encoded(DOUBLE, ByteBuffer.allocate(Double.BYTES).putDouble(number).array());
        case String text -> ofText(text);
        case byte[] bytes -> new Encoded(BYTES, bytes.clone());
        default ->
            throw new IllegalArgumentException(
                "type="
                    + value.getClass().getName()
                    + " of an element; it may be Boolean, Integer, Long, Double, String, byte[] or"
                    + " null");
      };
    }

    private static Encoded ofText(String text) {
      byte[] bytes = text.getBytes(UTF_8);
      return new String(bytes, UTF_8).equals(text)
          ? new Encoded(TEXT, bytes)
          : new Encoded(ODD_TEXT, unitsOf(text));
    }

    private static byte[] unitsOf(String text) {
      ByteBuffer units = ByteBuffer.allocate(text.length() * Character.BYTES);
      units.asCharBuffer().put(text);
      return units.array();
    }

    @Nullable Object value() {
      return switch (type) {
        case NULL -> null;
        case BOOLEAN -> bytes[0] != 0;
        case INTEGER -> ByteBuffer.wrap(bytes).getInt();
        case LONG -> ByteBuffer.wrap(bytes).getLong();
        case DOUBLE -> ByteBuffer.wrap(bytes).getDouble();
        case TEXT -> new String(bytes, UTF_8);
        case ODD_TEXT -> ByteBuffer.wrap(bytes).asCharBuffer().toString();
        case BYTES -> bytes;
        default -> throw new IllegalStateException("type=" + type + " of an element is unknown");
      };
    }

    /** Returns the room that a place for it has. */
    long room() {
      return Math.max(Long.BYTES, (bytes.length + Long.BYTES - 1L) & -Long.BYTES);
    }
  }

  /** What keeps writers apart; one object in each process. */
  private static final class Writing implements Serializable {

    @Serial private static final long serialVersionUID = 1L;

    private final transient Cell cell;
    private final transient RobustLock lock;

    Writing(Cell cell) {
      this.cell = cell;
      this.lock = new RobustLock(cell);
    }

    private record LockHandle(CellRef ref) implements Serializable {
      @Serial
      private Object readResolve() {
        return Cell.attach(ref, LOCK_KIND, Writing::new);
      }
    }

    @Serial
    private Object writeReplace() {
      return new LockHandle(cell.send());
    }
  }

  private final Writing writing;
  private final Block block;
  private final int size;

  private ShareableList(Writing writing, Block block, int size) {
    this.writing = writing;
    this.block = block;
    this.size = size;
  }

  private record Handle(Writing writing, Block block, int size) implements Serializable {
    @Serial
    private Object readResolve() {
      return new ShareableList(writing, block, size);
    }
  }

  @Serial
  private Object writeReplace() {
    return new Handle(writing, block, size);
  }

  /**
   * Makes a list.
   *
   * @param elements what it holds at first, and what its places have room for
   * @return the list, used by this process
   * @throws IllegalArgumentException if an element is of another type than those above
   * @throws UncheckedIOException if there is no room for it
   */
  public static ShareableList of(@Nullable Object... elements) {
    List<Encoded> encoded = new ArrayList<>(elements.length);
    long bytes = Long.BYTES * (elements.length + 1L);
    for (Object element : elements) {
      Encoded each = Encoded.of(element);
      encoded.add(each);
      bytes += Long.BYTES + 2 * each.room();
    }
    Writing writing = Cell.create(LOCK_KIND, RobustLock.BYTES, 1, Writing::new);
    ShareableList made = new ShareableList(writing, Block.allocate(bytes), elements.length);
    made.fill(encoded);
    return made;
  }

  private void fill(List<Encoded> elements) {
    long place = Long.BYTES * (size + 1L);
    block.setLong(0, place);
    for (int i = 0; i < size; i++) {
      place += Long.BYTES + 2 * elements.get(i).room();
      block.setLong(Long.BYTES * (i + 1L), place);
      write(i, elements.get(i));
    }
  }

  /**
   * Makes a list.
   *
   * @param elements what it holds at first, and what its places have room for
   * @return the list, used by this process
   * @throws IllegalArgumentException if an element is of another type than those above
   * @throws UncheckedIOException if there is no room for it
   */
  public static ShareableList copyOf(List<? extends @Nullable Object> elements) {
    return of(elements.toArray());
  }

  private long place(int index) {
    return block.getLong(Long.BYTES * (long) index);
  }

  private long room(int index) {
    return (place(index + 1) - place(index) - Long.BYTES) / 2;
  }

  /** Returns where the half of a place is that a state says is valid. */
  private long half(int index, long state) {
    return place(index) + Long.BYTES + ((state & HALF) == 0 ? 0 : room(index));
  }

  /** Returns how many elements there are, which never changes. */
  @Override
  public int size() {
    return size;
  }

  /**
   * Returns an element.
   *
   * @throws IndexOutOfBoundsException if there is no such element
   * @throws IllegalStateException if this process has closed the list
   */
  @Override
  public @Nullable Object get(int index) {
    return read(Objects.checkIndex(index, size)).value();
  }

  private Encoded read(int index) {
    long place = place(index);
    while (true) {
      long state = block.getLong(place);
      byte[] bytes = new byte[(int) state];
      block.copyOut(half(index, state), ValueLayout.JAVA_BYTE, bytes, 0, bytes.length);
      // What was read above must not be read later than the state is looked at again.
      VarHandle.acquireFence();
      if (block.getLong(place) == state) {
        return new Encoded((int) (state >>> TYPE_SHIFT) & 0xFF, bytes);
      }
    }
  }

  /**
   * Replaces an element.
   *
   * @return what was there before
   * @throws IndexOutOfBoundsException if there is no such element
   * @throws IllegalArgumentException if the new one is of another type than those above, or its
   *     place has no room for it
   * @throws IllegalStateException if this process has closed the list
   */
  @Override
  public @Nullable Object set(int index, @Nullable Object element) {
    Objects.checkIndex(index, size);
    Encoded encoded = Encoded.of(element);
    mustFit(index, encoded);
    writing.lock.lock();
    try {
      Object before = read(index).value();
      write(index, encoded);
      return before;
    } finally {
      writing.lock.unlock();
    }
  }

  private void mustFit(int index, Encoded value) {
    long room = room(index);
    if (value.bytes.length > room) {
      throw new IllegalArgumentException(
          "element="
              + index
              + " needs bytes="
              + value.bytes.length
              + ", but its place has room for "
              + room);
    }
  }

  /**
   * Sorts the list, one element after the other.
   *
   * @throws IllegalArgumentException if an element would come to a place that has no room for it;
   *     then nothing has changed
   * @throws ClassCastException if the elements cannot be compared with each other
   * @throws IllegalStateException if this process has closed the list
   */
  @Override
  public void sort(@Nullable Comparator<? super @Nullable Object> order) {
    @Nullable Object[] sorted = toArray();
    Arrays.sort(sorted, order);
    for (int i = 0; i < size; i++) {
      mustFit(i, Encoded.of(sorted[i]));
    }
    for (int i = 0; i < size; i++) {
      set(i, sorted[i]);
    }
  }

  private void write(int index, Encoded value) {
    long place = place(index);
    long state = block.getLong(place);
    // Adding a half changes which one it is, and counts in the bits above.
    long next = (state & -HALF) + HALF | (long) value.type << TYPE_SHIFT | value.bytes.length;
    block.copyIn(half(index, next), ValueLayout.JAVA_BYTE, value.bytes, 0, value.bytes.length);
    block.setLong(place, next);
  }

  /** Returns the index of the first element equal to a value, arrays by their bytes, or -1. */
  @Override
  public int indexOf(@Nullable Object value) {
    for (int i = 0; i < size; i++) {
      if (Objects.deepEquals(get(i), value)) {
        return i;
      }
    }
    return -1;
  }

  /** Returns the index of the last element equal to a value, arrays by their bytes, or -1. */
  @Override
  public int lastIndexOf(@Nullable Object value) {
    for (int i = size - 1; i >= 0; i--) {
      if (Objects.deepEquals(get(i), value)) {
        return i;
      }
    }
    return -1;
  }

  /** Tells whether an element is equal to a value, arrays by their bytes. */
  @Override
  public boolean contains(@Nullable Object value) {
    return indexOf(value) >= 0;
  }

  /**
   * Returns how many elements are equal to a value, arrays by their bytes.
   *
   * @param value the value
   * @return how often it is in the list
   */
  public int count(@Nullable Object value) {
    return (int) stream().filter(each -> Objects.deepEquals(each, value)).count();
  }

  /**
   * Tells whether this process has closed the list.
   *
   * @return whether it has
   */
  public boolean isClosed() {
    return block.isClosed();
  }

  /**
   * Ends this process's use of the list, for all its handles; the last user frees it. Again: does
   * nothing. No thread may be using it then.
   */
  @Override
  public void close() {
    block.close();
    writing.cell.close();
  }

  /** Returns the elements, or that the list is closed. */
  @Override
  public String toString() {
    return isClosed() ? "ShareableList[closed]" : super.toString();
  }
}
