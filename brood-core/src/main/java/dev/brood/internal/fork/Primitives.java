package dev.brood.internal.fork;

import dev.brood.internal.codec.ByteSink;
import dev.brood.internal.codec.ByteSource;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Values of primitive types: in fields, in arrays, boxed. */
final class Primitives {

  /** First byte of a reference that is a boxed value; identity is not kept for these. */
  static final int INTEGER = 1;

  static final int LONG = 2;
  static final int SHORT = 3;
  static final int BYTE = 4;
  static final int CHARACTER = 5;
  static final int FALSE = 6;
  static final int TRUE = 7;
  static final int DOUBLE = 8;
  static final int FLOAT = 9;

  /** From here on a reference is the number of an object, plus this. */
  static final int FIRST_OBJECT = 10;

  private static final Class<?>[] TYPES = {
    byte.class,
    boolean.class,
    short.class,
    char.class,
    int.class,
    float.class,
    long.class,
    double.class
  };
  private static final int[] SIZES = {1, 1, 2, 2, 4, 4, 8, 8};
  private static final int PIECE = 1 << 13;

  private Primitives() {}

  /** Puts a boxed value; returns false, without doing so, if it is none. */
  static boolean putBoxed(Object value, ByteSink to) {
    if (value instanceof Integer number) {
      to.putByte(INTEGER);
      to.putInt(number);
    } else if (value instanceof Long number) {
      to.putByte(LONG);
      to.putLong(number);
    } else if (value instanceof Boolean truth) {
      to.putByte(truth ? TRUE : FALSE);
    } else if (value instanceof Double number) {
      to.putByte(DOUBLE);
      to.putLong(Double.doubleToRawLongBits(number));
    } else if (value instanceof Character character) {
      to.putByte(CHARACTER);
      to.putShort(character);
    } else if (value instanceof Byte number) {
      to.putByte(BYTE);
      to.putByte(number);
    } else if (value instanceof Short number) {
      to.putByte(SHORT);
      to.putShort(number);
    } else if (value instanceof Float number) {
      to.putByte(FLOAT);
      to.putInt(Float.floatToRawIntBits(number));
    } else {
      return false;
    }
    return true;
  }

  static boolean isBoxed(Object value) {
    return value instanceof Integer
        || value instanceof Long
        || value instanceof Boolean
        || value instanceof Double
        || value instanceof Character
        || value instanceof Byte
        || value instanceof Short
        || value instanceof Float;
  }

  static Object getBoxed(int code, ByteSource from) {
    return switch (code) {
      case INTEGER -> from.getInt();
      case LONG -> from.getLong();
      case SHORT -> from.getShort();
      case BYTE -> from.getByte();
      case CHARACTER -> (char) from.getShort();
      case FALSE -> false;
      case TRUE -> true;
      case DOUBLE -> Double.longBitsToDouble(from.getLong());
      default -> Float.intBitsToFloat(from.getInt());
    };
  }

  /** Puts the value of a field of primitive type. */
  static void put(Field field, @Nullable Object of, ByteSink to) {
    try {
      putAccessible(field, of, to);
    } catch (IllegalAccessException e) {
      throw new AssertionError(field + " was made accessible", e);
    }
  }

  /** Puts what {@link #put} puts of a field that is zero or false. */
  static void putZero(Class<?> type, ByteSink to) {
    for (int i = SIZES[typeCode(type)]; i > 0; i--) {
      to.putByte(0);
    }
  }

  private static void putAccessible(Field field, @Nullable Object of, ByteSink to)
      throws IllegalAccessException {
    Class<?> type = field.getType();
    if (type == int.class) {
      to.putInt(field.getInt(of));
    } else if (type == long.class) {
      to.putLong(field.getLong(of));
    } else if (type == boolean.class) {
      to.putByte(field.getBoolean(of) ? 1 : 0);
    } else if (type == double.class) {
      to.putLong(Double.doubleToRawLongBits(field.getDouble(of)));
    } else if (type == byte.class) {
      to.putByte(field.getByte(of));
    } else if (type == char.class) {
      to.putShort(field.getChar(of));
    } else if (type == short.class) {
      to.putShort(field.getShort(of));
    } else {
      to.putInt(Float.floatToRawIntBits(field.getFloat(of)));
    }
  }

  /** Gets a value of a primitive type, boxed. */
  static Object get(Class<?> type, ByteSource from) {
    if (type == int.class) {
      return from.getInt();
    }
    if (type == long.class) {
      return from.getLong();
    }
    if (type == boolean.class) {
      return from.getByte() != 0;
    }
    if (type == double.class) {
      return Double.longBitsToDouble(from.getLong());
    }
    if (type == byte.class) {
      return from.getByte();
    }
    if (type == char.class) {
      return (char) from.getShort();
    }
    return type == short.class ? from.getShort() : Float.intBitsToFloat(from.getInt());
  }

  /** Puts an array of primitive type: type, length, elements. */
  static void putArray(Object array, ByteSink to) {
    int code = typeCode(array.getClass().getComponentType());
    int length = Array.getLength(array);
    to.putByte(code);
    to.putLength(length);
    if (array instanceof byte[] bytes) {
      to.putBytes(bytes, 0, length);
      return;
    }
    ByteBuffer piece = ByteBuffer.allocate(PIECE);
    int each = PIECE / SIZES[code];
    for (int from = 0; from < length; from += each) {
      int count = Math.min(each, length - from);
      copy(array, from, count, piece.clear(), true);
      to.putBytes(piece.array(), 0, count * SIZES[code]);
    }
  }

  /** Gets an array of primitive type. */
  static Object getArray(ByteSource from) {
    int code = from.getByte();
    int length = from.getLength();
    Object array = Array.newInstance(TYPES[code], length);
    if (array instanceof byte[] bytes) {
      from.getBytes(bytes, 0, length);
      return array;
    }
    ByteBuffer piece = ByteBuffer.allocate(PIECE);
    int each = PIECE / SIZES[code];
    for (int at = 0; at < length; at += each) {
      int count = Math.min(each, length - at);
      from.getBytes(piece.array(), 0, count * SIZES[code]);
      copy(array, at, count, piece.clear(), false);
    }
    return array;
  }

  private static void copy(Object array, int from, int count, ByteBuffer piece, boolean out) {
    switch (array) {
      case int[] a -> {
        var view = piece.asIntBuffer();
        var _ = out ? view.put(a, from, count) : view.get(a, from, count);
      }
      case long[] a -> {
        var view = piece.asLongBuffer();
        var _ = out ? view.put(a, from, count) : view.get(a, from, count);
      }
      case double[] a -> {
        var view = piece.asDoubleBuffer();
        var _ = out ? view.put(a, from, count) : view.get(a, from, count);
      }
      case float[] a -> {
        var view = piece.asFloatBuffer();
        var _ = out ? view.put(a, from, count) : view.get(a, from, count);
      }
      case short[] a -> {
        var view = piece.asShortBuffer();
        var _ = out ? view.put(a, from, count) : view.get(a, from, count);
      }
      case char[] a -> {
        var view = piece.asCharBuffer();
        var _ = out ? view.put(a, from, count) : view.get(a, from, count);
      }
      default -> {
        boolean[] a = (boolean[]) array;
        for (int i = 0; i < count; i++) {
          if (out) {
            piece.put((byte) (a[from + i] ? 1 : 0));
          } else {
            a[from + i] = piece.get() != 0;
          }
        }
      }
    }
  }

  private static int typeCode(Class<?> type) {
    for (int i = 0; i < TYPES.length; i++) {
      if (TYPES[i] == type) {
        return i;
      }
    }
    throw new IllegalArgumentException("type=" + type + " is not primitive");
  }
}
