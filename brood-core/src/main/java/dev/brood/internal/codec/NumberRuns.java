package dev.brood.internal.codec;

import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows of Integers and Longs inside of lists, in the same form as each by itself, but with the
 * position in a local variable: what a {@code map} over numbers spends most of its time on.
 */
final class NumberRuns {
  /** The most bytes that one of these numbers takes. */
  private static final int MOST = 9;

  /** Room is made for this many at a time. */
  private static final int BATCH = 256;

  private NumberRuns() {}

  /** Puts elements from an index on, up to the first that is none of these; returns its index. */
  static int put(ByteSink sink, List<?> list, int from, int to) {
    int i = from;
    while (i < to) {
      int end = Math.min(to, i + BATCH);
      sink.ensure(BATCH * MOST);
      byte[] buffer = sink.buffer;
      ByteBuffer view = sink.view;
      int at = sink.position;
      for (; i < end; i++) {
        Object each = list.get(i);
        if (each instanceof Integer number) {
          at = putInteger(buffer, view, at, number);
        } else if (each instanceof Long number) {
          at = putLong(buffer, view, at, number);
        } else {
          break;
        }
      }
      sink.position = at;
      if (i < end) {
        break;
      }
    }
    return i;
  }

  /** Puts an Integer where there is room for it, and returns the position behind it. */
  static int putInteger(byte[] buffer, ByteBuffer view, int at, int value) {
    int small = value - Tag.SMALL_INT_LEAST;
    if ((small & ~0x7f) == 0) {
      buffer[at] = (byte) (Tag.SMALL_INT + small);
      return at + 1;
    }
    if (value == (byte) value) {
      buffer[at] = Tag.INT_8;
      buffer[at + 1] = (byte) value;
      return at + 2;
    }
    if (value == (short) value) {
      buffer[at] = Tag.INT_16;
      view.putShort(at + 1, (short) value);
      return at + 3;
    }
    buffer[at] = Tag.INT_32;
    view.putInt(at + 1, value);
    return at + 5;
  }

  /** Puts a Long where there is room for it, and returns the position behind it. */
  static int putLong(byte[] buffer, ByteBuffer view, int at, long value) {
    if (value == (byte) value) {
      buffer[at] = Tag.LONG_8;
      buffer[at + 1] = (byte) value;
      return at + 2;
    }
    if (value == (short) value) {
      buffer[at] = Tag.LONG_16;
      view.putShort(at + 1, (short) value);
      return at + 3;
    }
    if (value == (int) value) {
      buffer[at] = Tag.LONG_32;
      view.putInt(at + 1, (int) value);
      return at + 5;
    }
    buffer[at] = Tag.LONG_64;
    view.putLong(at + 1, value);
    return at + 9;
  }

  /** Adds elements to a list, up to its final size or the first that is none of these. */
  static void get(ByteSource source, List<@Nullable Object> list, int size) {
    byte[] buffer = source.buffer;
    ByteBuffer view = source.view;
    int last = source.limit - MOST;
    int at = source.position;
    int left = size - list.size();
    while (left > 0 && at <= last) {
      int tag = buffer[at];
      if (tag < 0) {
        list.add((tag & 0xff) - Tag.SMALL_INT + Tag.SMALL_INT_LEAST);
        at += 1;
      } else if (tag == Tag.INT_32) {
        list.add(view.getInt(at + 1));
        at += 5;
      } else if (tag == Tag.INT_16) {
        list.add((int) view.getShort(at + 1));
        at += 3;
      } else if (tag == Tag.LONG_32) {
        list.add((long) view.getInt(at + 1));
        at += 5;
      } else if (tag == Tag.LONG_64) {
        list.add(view.getLong(at + 1));
        at += 9;
      } else if (tag == Tag.LONG_16) {
        list.add((long) view.getShort(at + 1));
        at += 3;
      } else if (tag == Tag.INT_8) {
        list.add((int) buffer[at + 1]);
        at += 2;
      } else if (tag == Tag.LONG_8) {
        list.add((long) buffer[at + 1]);
        at += 2;
      } else {
        break;
      }
      left--;
    }
    source.position = at;
  }
}
