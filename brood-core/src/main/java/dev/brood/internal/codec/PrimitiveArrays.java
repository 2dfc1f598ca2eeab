package dev.brood.internal.codec;

import dev.brood.exception.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The eight kinds of primitive arrays as runs of little-endian bytes, moved in bulk. A boolean is
 * one byte, 0 or 1.
 */
final class PrimitiveArrays {
  static final int BOOLEAN = 0;
  static final int BYTE = 1;
  static final int CHAR = 2;
  static final int SHORT = 3;
  static final int INT = 4;
  static final int LONG = 5;
  static final int FLOAT = 6;
  static final int DOUBLE = 7;

  /** The binary logarithm of an element's size, by kind. */
  private static final byte[] SHIFT = {0, 0, 1, 1, 2, 3, 2, 3};

  private PrimitiveArrays() {}

  /** Returns the kind of a primitive array's class, or -1 for any other class. */
  static int kindOf(Class<?> type) {
    if (type == byte[].class) {
      return BYTE;
    }
    if (type == int[].class) {
      return INT;
    }
    if (type == long[].class) {
      return LONG;
    }
    if (type == double[].class) {
      return DOUBLE;
    }
    if (type == float[].class) {
      return FLOAT;
    }
    if (type == char[].class) {
      return CHAR;
    }
    if (type == short[].class) {
      return SHORT;
    }
    return type == boolean[].class ? BOOLEAN : -1;
  }

  static int length(int kind, Object array) {
    return switch (kind) {
      case BOOLEAN -> ((boolean[]) array).length;
      case BYTE -> ((byte[]) array).length;
      case CHAR -> ((char[]) array).length;
      case SHORT -> ((short[]) array).length;
      case INT -> ((int[]) array).length;
      case LONG -> ((long[]) array).length;
      case FLOAT -> ((float[]) array).length;
      default -> ((double[]) array).length;
    };
  }

  static int shift(int kind) {
    return SHIFT[kind];
  }

  static long byteLength(int kind, Object array) {
    return (long) length(kind, array) << SHIFT[kind];
  }

  static Object allocate(int kind, int length) {
    return switch (kind) {
      case BOOLEAN -> new boolean[length];
      case BYTE -> new byte[length];
      case CHAR -> new char[length];
      case SHORT -> new short[length];
      case INT -> new int[length];
      case LONG -> new long[length];
      case FLOAT -> new float[length];
      case DOUBLE -> new double[length];
      default -> throw new ProtocolException("not a kind of primitive array: kind=" + kind);
    };
  }

  /** Copies whole elements to the position of a buffer, and moves the position. */
  static void copyOut(int kind, Object array, int from, int count, ByteBuffer to) {
    int bytes = count << SHIFT[kind];
    ByteBuffer view = to.slice(to.position(), bytes).order(ByteOrder.LITTLE_ENDIAN);
    switch (kind) {
      case BOOLEAN -> {
        boolean[] values = (boolean[]) array;
        for (int i = 0; i < count; i++) {
          view.put(i, values[from + i] ? (byte) 1 : 0);
        }
      }
      case BYTE -> view.put((byte[]) array, from, count);
      case CHAR -> view.asCharBuffer().put((char[]) array, from, count);
      case SHORT -> view.asShortBuffer().put((short[]) array, from, count);
      case INT -> view.asIntBuffer().put((int[]) array, from, count);
      case LONG -> view.asLongBuffer().put((long[]) array, from, count);
      case FLOAT -> view.asFloatBuffer().put((float[]) array, from, count);
      default -> view.asDoubleBuffer().put((double[]) array, from, count);
    }
    to.position(to.position() + bytes);
  }

  /** Copies whole elements from the position of a buffer, and moves the position. */
  static void copyIn(int kind, Object array, int from, int count, ByteBuffer source) {
    int bytes = count << SHIFT[kind];
    ByteBuffer view = source.slice(source.position(), bytes).order(ByteOrder.LITTLE_ENDIAN);
    switch (kind) {
      case BOOLEAN -> {
        boolean[] values = (boolean[]) array;
        for (int i = 0; i < count; i++) {
          values[from + i] = view.get(i) != 0;
        }
      }
      case BYTE -> view.get((byte[]) array, from, count);
      case CHAR -> view.asCharBuffer().get((char[]) array, from, count);
      case SHORT -> view.asShortBuffer().get((short[]) array, from, count);
      case INT -> view.asIntBuffer().get((int[]) array, from, count);
      case LONG -> view.asLongBuffer().get((long[]) array, from, count);
      case FLOAT -> view.asFloatBuffer().get((float[]) array, from, count);
      default -> view.asDoubleBuffer().get((double[]) array, from, count);
    }
    source.position(source.position() + bytes);
  }

  /** Puts all elements of an array that is small enough for one block. */
  static void put(ByteSink sink, int kind, Object array, int length) {
    int bytes = length << SHIFT[kind];
    sink.ensure(bytes);
    if (kind == BYTE) {
      System.arraycopy(array, 0, sink.buffer, sink.position, bytes);
    } else {
      copyOut(kind, array, 0, length, ByteBuffer.wrap(sink.buffer, sink.position, bytes));
    }
    sink.position += bytes;
  }

  /** Reads what {@link #put} put. */
  static Object get(ByteSource source, int kind, int length) {
    long bytes = (long) length << SHIFT[kind];
    source.requireAvailable(bytes);
    Object array = allocate(kind, length);
    if (kind == BYTE) {
      source.getBytes((byte[]) array, 0, length);
    } else if (source.inBlock((int) bytes)) {
      copyIn(kind, array, 0, length, ByteBuffer.wrap(source.buffer, source.position, (int) bytes));
      source.position += (int) bytes;
    } else {
      getInPieces(source, kind, array, length);
    }
    return array;
  }

  /** An array cut by the end of a block. */
  private static void getInPieces(ByteSource source, int kind, Object array, int length) {
    int unit = 1 << SHIFT[kind];
    byte[] piece = new byte[1 << 12];
    int done = 0;
    while (done < length) {
      int count = Math.min(length - done, piece.length / unit);
      source.getBytes(piece, 0, count * unit);
      copyIn(kind, array, done, count, ByteBuffer.wrap(piece));
      done += count;
    }
  }
}
