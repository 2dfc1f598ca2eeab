package dev.brood.pool;

import java.io.Serial;
import java.io.Serializable;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.Objects;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/**
 * The results of a map: a list that its users cannot change, filled by one thread before they see
 * it.
 *
 * <p>It is made of segments. G1 puts an array of more than half a region, 512 KB at least, where
 * only a marking of the whole heap frees it, and until then a dead one keeps all that it refers to
 * alive: every young collection would copy the results of every map before.
 */
final class ResultList<R> extends AbstractList<R> implements RandomAccess, Serializable {

  @Serial private static final long serialVersionUID = 1;

  private static final int SEGMENT_BITS = 15;
  private static final int SEGMENT = 1 << SEGMENT_BITS;

  @SuppressWarnings("serial") // as serializable as the results
  private @Nullable Object[][] segments;

  private int size;

  /** Makes room for so many results, which need not be as many in the end. */
  ResultList(int expected) {
    segments = new Object[segmentsFor(Math.max(1, expected))][];
    // The last segment is as long as it must be.
    segments[0] = new Object[Math.min(SEGMENT, Math.max(1, expected))];
  }

  private static int segmentsFor(int size) {
    return (size + SEGMENT - 1) >>> SEGMENT_BITS;
  }

  /** Sets results, the first of {@code from}, whatever their order; the list grows as it must. */
  void put(int index, @Nullable Object[] from, int count) {
    int done = 0;
    while (done < count) {
      int at = index + done;
      int inSegment = at & (SEGMENT - 1);
      int part = Math.min(count - done, SEGMENT - inSegment);
      System.arraycopy(from, done, segment(at, inSegment + part), inSegment, part);
      done += part;
    }
    size = Math.max(size, index + count);
  }

  private @Nullable Object[] segment(int index, int needed) {
    int number = index >>> SEGMENT_BITS;
    if (number >= segments.length) {
      segments = Arrays.copyOf(segments, Math.max(number + 1, segments.length * 2));
    }
    @Nullable Object[] segment = segments[number];
    if (segment == null) {
      segment = new Object[SEGMENT];
      segments[number] = segment;
    } else if (segment.length < needed) {
      segment = Arrays.copyOf(segment, Math.min(SEGMENT, Math.max(needed, segment.length * 2)));
      segments[number] = segment;
    }
    return segment;
  }

  @Override
  @SuppressWarnings({"unchecked", "NullAway"}) // a task may return null
  public R get(int index) {
    Objects.checkIndex(index, size);
    return (R) segments[index >>> SEGMENT_BITS][index & (SEGMENT - 1)];
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  @SuppressWarnings("NullAway") // a task may return null
  public Object[] toArray() {
    Object[] all = new Object[size];
    for (int from = 0; from < size; from += SEGMENT) {
      @Nullable Object[] segment = segments[from >>> SEGMENT_BITS];
      System.arraycopy(segment, 0, all, from, Math.min(SEGMENT, size - from));
    }
    return all;
  }
}
