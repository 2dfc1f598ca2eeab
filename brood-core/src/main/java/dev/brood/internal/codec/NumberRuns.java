package dev.brood.internal.codec;

import dev.brood.internal.util.NumberKind;
import dev.brood.internal.util.Pushback;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows of numbers, inside of lists or each in a frame of its own, in the same form as any other
 * value has there, but with the position in a local variable: what a {@code map} over numbers
 * spends most of its time on.
 */
final class NumberRuns {
  /** The most bytes that one of these numbers takes. */
  static final int MOST = 9;

  /** Room is made for this many at a time. */
  private static final int BATCH = 256;

  private NumberRuns() {}

  /** Puts elements from an index on, up to the first that is none of these; returns its index. */
  static int put(ByteSink sink, List<?> list, int from, int to) {
    int i = from;
    while (i < to) {
      int end = Math.min(to, i + BATCH);
      sink.ensure(BATCH * MOST);
      ByteBuffer view = sink.view;
      int at = sink.position;
      for (; i < end; i++) {
        Object each = list.get(i);
        if (each instanceof Integer number) {
          at = putInteger(view, at, number);
        } else if (each instanceof Long number) {
          at = putLong(view, at, number);
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

  /**
   * Puts an Integer, Long or Double as a frame of its own.
   *
   * @param type a byte to put before it, or {@link ValueWriter#NO_TYPE}
   * @return false if it is none of them; nothing has been put then
   */
  static boolean putFramed(ByteSink sink, int type, @Nullable Object value) {
    sink.ensure(2 + MOST);
    long framed = framed(type, value);
    if (framed != 0) {
      sink.view.putLong(sink.position, framed);
      sink.position += lengthOf(framed);
      return true;
    }
    byte[] buffer = sink.buffer;
    int start = sink.position;
    int at = start + 1;
    if (type >= 0) {
      buffer[at++] = (byte) type;
    }
    if (value instanceof Long number) {
      at = putLong(sink.view, at, number);
    } else if (value instanceof Double number) {
      at = putDouble(sink.view, at, number);
    } else {
      return false;
    }
    buffer[start] = (byte) ((at - start - 1) << 1);
    sink.position = at;
    return true;
  }

  /**
   * Puts numbers from an input, each as a frame of its own, up to the first value that is none, or
   * of which the frame takes more than eight bytes.
   *
   * @param most how many at most
   */
  static void putFramed(ByteSink sink, Pushback input, int most) {
    int done = 0;
    while (done < most && input.hasNext()) {
      sink.ensure(BATCH * (2 + MOST));
      ByteBuffer view = sink.view;
      int at = sink.position;
      int end = Math.min(most, done + BATCH);
      try {
        while (done < end && input.hasNext()) {
          Object value = input.next();
          long framed = framed(ValueWriter.NO_TYPE, value);
          if (framed == 0) {
            input.giveBack(value);
            return;
          }
          view.putLong(at, framed);
          at += lengthOf(framed);
          done++;
        }
      } finally {
        sink.position = at;
      }
    }
  }

  /**
   * Returns what kind of number is next, if it is one in a frame.
   *
   * @param type the byte before it, or {@link ValueWriter#NO_TYPE}
   */
  static @Nullable NumberKind kindOfFramed(ByteSource source, int type) {
    int tagAt = source.position + (type < 0 ? 1 : 2);
    return tagAt < source.limit && (type < 0 || source.buffer[tagAt - 1] == type)
        ? kindOf(source.buffer[tagAt])
        : null;
  }

  private static @Nullable NumberKind kindOf(int tag) {
    if (tag < 0) {
      return NumberKind.INTEGER;
    }
    return switch (tag) {
      case Tag.INT_8, Tag.INT_16, Tag.INT_32 -> NumberKind.INTEGER;
      case Tag.LONG_8, Tag.LONG_16, Tag.LONG_32, Tag.LONG_64 -> NumberKind.LONG;
      case Tag.DOUBLE -> NumberKind.DOUBLE;
      default -> null;
    };
  }

  /**
   * Gets numbers of one kind that were each put as a frame, up to the first frame that holds
   * anything else.
   *
   * @param type the byte before each of them, or {@link ValueWriter#NO_TYPE}
   * @param into where they go, from {@code first} on
   * @return how many there were
   */
  static int getFramed(
      ByteSource source, int type, NumberKind kind, long[] into, int first, int most) {
    byte[] buffer = source.buffer;
    ByteBuffer view = source.view;
    int limit = source.limit;
    int at = source.position;
    int prefix = type < 0 ? 1 : 2;
    // How a frame begins that holds 32 bits, which most do: one look tells, also where it ends.
    int tag32 = kind == NumberKind.INTEGER ? Tag.INT_32 : Tag.LONG_32;
    long head32 = framed(type, 5, tag32);
    int headBits = Byte.SIZE * (prefix + 1);
    long headMask = (1L << headBits) - 1;
    int size32 = prefix + 5;
    int last32 = kind == NumberKind.DOUBLE ? -1 : limit - Long.BYTES;
    int end = first + most;
    int i = first;
    while (i < end) {
      if (at <= last32) {
        long bytes = view.getLong(at);
        if ((bytes & headMask) == head32) {
          into[i++] = (int) (bytes >>> headBits);
          at += size32;
          continue;
        }
      }
      int tagAt = at + prefix;
      if (tagAt >= limit || (type >= 0 && buffer[at + 1] != type)) {
        break;
      }
      int tag = buffer[tagAt];
      int next = at + 1 + (buffer[at] >> 1);
      int length = next - tagAt;
      if ((buffer[at] & 0x81) != 0 || next > limit) {
        break;
      }
      // In the order of how often they are met; whatever has not the length that it should goes the
      // general way, which tells what is wrong.
      if (tag < 0 && kind == NumberKind.INTEGER && length == 1) {
        into[i] = (long) (tag & 0xff) - Tag.SMALL_INT + Tag.SMALL_INT_LEAST;
      } else if (tag == Tag.INT_16 && kind == NumberKind.INTEGER && length == 3) {
        into[i] = view.getShort(tagAt + 1);
      } else if (tag == Tag.INT_8 && kind == NumberKind.INTEGER && length == 2) {
        into[i] = buffer[tagAt + 1];
      } else if (tag == Tag.DOUBLE && kind == NumberKind.DOUBLE && length == 9) {
        into[i] = view.getLong(tagAt + 1);
      } else if (tag == Tag.INT_32 && kind == NumberKind.INTEGER && length == 5) {
        into[i] = view.getInt(tagAt + 1);
      } else if (tag == Tag.LONG_32 && kind == NumberKind.LONG && length == 5) {
        into[i] = view.getInt(tagAt + 1);
      } else if (tag == Tag.LONG_64 && kind == NumberKind.LONG && length == 9) {
        into[i] = view.getLong(tagAt + 1);
      } else if (tag == Tag.LONG_16 && kind == NumberKind.LONG && length == 3) {
        into[i] = view.getShort(tagAt + 1);
      } else if (tag == Tag.LONG_8 && kind == NumberKind.LONG && length == 2) {
        into[i] = buffer[tagAt + 1];
      } else {
        break;
      }
      at = next;
      i++;
    }
    source.position = at;
    return i - first;
  }

  /**
   * Returns an Integer, or a Long that fits into 32 bits, as a frame of its own that is a number:
   * its first byte is the lowest, and the bytes behind it are 0. Returns 0 for any other value.
   *
   * @param type a byte to put before it, or {@link ValueWriter#NO_TYPE}
   */
  static long framed(int type, @Nullable Object value) {
    if (value instanceof Integer number) {
      return framed(type, number, Tag.INT_8);
    }
    if (value instanceof Long number && number == (int) (long) number) {
      return framed(type, (int) (long) number, Tag.LONG_8);
    }
    return 0;
  }

  private static long framed(int type, int value, int tag8) {
    if (value != (short) value) {
      // Most are none of the short ones, and of these all is known but the number.
      long content = (value & 0xffff_ffffL) << 8 | (tag8 + 2);
      return framed(type, 5, content);
    }
    long tagged = tagged(value, tag8);
    return framed(type, tagged >>> 56, tagged & (-1L >>> 8));
  }

  /** Returns how many bytes a frame takes that is a number. */
  static int lengthOf(long framed) {
    return 1 + ((int) (framed & 0xff) >> 1);
  }

  private static long framed(int type, long length, long content) {
    return type < 0
        ? length << 1 | content << 8
        : (length + 1) << 1 | (long) type << 8 | content << 16;
  }

  /** Returns a tag and the bytes after it, the tag lowest, and in the highest byte how many. */
  private static long tagged(int value, int tag8) {
    int small = value - Tag.SMALL_INT_LEAST;
    if (tag8 == Tag.INT_8 && (small & ~0x7f) == 0) {
      return 1L << 56 | (Tag.SMALL_INT + small);
    }
    if (value == (byte) value) {
      return 2L << 56 | (value & 0xff) << 8 | tag8;
    }
    if (value == (short) value) {
      return 3L << 56 | (value & 0xffff) << 8 | (tag8 + 1);
    }
    return 5L << 56 | (value & 0xffff_ffffL) << 8 | (tag8 + 2);
  }

  /** Puts an Integer where there is room for {@link #MOST}, and returns the position behind it. */
  static int putInteger(ByteBuffer view, int at, int value) {
    return putTagged(view, at, tagged(value, Tag.INT_8));
  }

  /** Puts a Long where there is room for {@link #MOST}, and returns the position behind it. */
  static int putLong(ByteBuffer view, int at, long value) {
    if (value == (int) value) {
      return putTagged(view, at, tagged((int) value, Tag.LONG_8));
    }
    view.put(at, (byte) Tag.LONG_64);
    view.putLong(at + 1, value);
    return at + MOST;
  }

  /** What lies behind the number is overwritten by what comes next. */
  private static int putTagged(ByteBuffer view, int at, long tagged) {
    view.putLong(at, tagged);
    return at + (int) (tagged >>> 56);
  }

  /** Puts a Double where there is room for {@link #MOST}, and returns the position behind it. */
  static int putDouble(ByteBuffer view, int at, double value) {
    view.put(at, (byte) Tag.DOUBLE);
    view.putLong(at + 1, Double.doubleToRawLongBits(value));
    return at + MOST;
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
