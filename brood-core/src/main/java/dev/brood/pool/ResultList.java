package dev.brood.pool;

import dev.brood.internal.batch.ResultRun;
import dev.brood.internal.util.NumberKind;
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

  /** Each an {@code Object[]}, {@link Numbers}, or null as long as nothing of it has come. */
  @SuppressWarnings("serial") // as serializable as the results
  private @Nullable Object[] segments;

  private int size;
  private final int expectedSize;

  /**
   * A segment all of whose results are numbers of one kind. An object for each would take two and a
   * half times the memory, and a collector would copy each, perhaps several times.
   */
  private static final class Numbers implements Serializable {
    @Serial private static final long serialVersionUID = 1;

    final NumberKind kind;
    final long[] bits;

    Numbers(NumberKind kind, long[] bits) {
      this.kind = kind;
      this.bits = bits;
    }

    @Nullable Object[] boxed() {
      @Nullable Object[] all = new Object[bits.length];
      box(0, all, 0, all.length);
      return all;
    }

    void box(int from, @Nullable Object[] into, int at, int count) {
      for (int i = 0; i < count; i++) {
        into[at + i] = kind.box(bits[from + i]);
      }
    }
  }

  /** Makes room for so many results, which need not be as many in the end. */
  ResultList(int expected) {
    expectedSize = Math.max(1, expected);
    segments = new Object[segmentsFor(expectedSize)];
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
      System.arraycopy(from, done, objects(at, inSegment + part), inSegment, part);
      done += part;
    }
    size = Math.max(size, index + count);
  }

  /**
   * Sets the next results of a run as long as they are numbers of one kind, up to {@code most}.
   *
   * @return how many there were; 0 also if there are others where they belong
   */
  int putNumbers(int index, ResultRun run, int most) {
    NumberKind kind = run.numbers();
    if (kind == null) {
      return 0;
    }
    int inSegment = index & (SEGMENT - 1);
    int part = Math.min(most, SEGMENT - inSegment);
    long[] bits = numbers(index, inSegment + part, kind);
    if (bits == null) {
      return 0;
    }
    int count = run.nextNumbers(kind, bits, inSegment, part);
    size = Math.max(size, index + count);
    return count;
  }

  /** Returns the segment of an index, with room for so many results. */
  private @Nullable Object[] objects(int index, int needed) {
    int number = segment(index);
    Object segment = segments[number];
    @Nullable Object[] objects;
    if (segment == null) {
      objects = new Object[lengthOf(number, needed)];
    } else if (segment instanceof Numbers numbers) {
      objects = numbers.boxed();
    } else {
      objects = (@Nullable Object[]) segment;
    }
    if (objects.length < needed) {
      objects = Arrays.copyOf(objects, grown(objects.length, needed));
    }
    segments[number] = objects;
    return objects;
  }

  /** Returns the segment of an index, or null if it holds anything but numbers of a kind. */
  private long @Nullable [] numbers(int index, int needed, NumberKind kind) {
    int number = segment(index);
    Object segment = segments[number];
    if (segment == null) {
      segment = new Numbers(kind, new long[lengthOf(number, needed)]);
    }
    if (!(segment instanceof Numbers numbers) || numbers.kind != kind) {
      return null;
    }
    if (numbers.bits.length < needed) {
      numbers = new Numbers(kind, Arrays.copyOf(numbers.bits, grown(numbers.bits.length, needed)));
    }
    segments[number] = numbers;
    return numbers.bits;
  }

  private int segment(int index) {
    int number = index >>> SEGMENT_BITS;
    if (number >= segments.length) {
      segments = Arrays.copyOf(segments, Math.max(number + 1, segments.length * 2));
    }
    return number;
  }

  /** The first segment may be all there is; the last is as long as it must be. */
  private int lengthOf(int number, int needed) {
    return number == 0 ? Math.max(needed, Math.min(SEGMENT, expectedSize)) : SEGMENT;
  }

  private static int grown(int length, int needed) {
    return Math.min(SEGMENT, Math.max(needed, length * 2));
  }

  @Override
  @SuppressWarnings({"unchecked", "NullAway"}) // a task may return null
  public R get(int index) {
    Objects.checkIndex(index, size);
    Object segment = segments[index >>> SEGMENT_BITS];
    int at = index & (SEGMENT - 1);
    return segment instanceof Numbers numbers
        ? (R) numbers.kind.box(numbers.bits[at])
        : ((R[]) segment)[at];
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
      Object segment = segments[from >>> SEGMENT_BITS];
      int count = Math.min(SEGMENT, size - from);
      if (segment instanceof Numbers numbers) {
        numbers.box(0, all, from, count);
      } else {
        System.arraycopy((Object[]) segment, 0, all, from, count);
      }
    }
    return all;
  }
}
