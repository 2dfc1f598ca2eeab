package dev.brood.internal.codec;

/**
 * The first byte of every encoded value. From {@link #SMALL_INT} on the byte is an {@code Integer}
 * by itself.
 *
 * <p>Numbers here are part of the wire format: changing one means a new protocol version.
 */
final class Tag {
  static final int NULL = 0;
  static final int TRUE = 1;
  static final int FALSE = 2;
  static final int BYTE = 3;
  static final int SHORT = 4;
  static final int CHARACTER = 5;
  static final int INT_8 = 6;
  static final int INT_16 = 7;
  static final int INT_32 = 8;
  static final int LONG_8 = 9;
  static final int LONG_16 = 10;
  static final int LONG_32 = 11;
  static final int LONG_64 = 12;
  static final int FLOAT = 13;
  static final int DOUBLE = 14;

  /** One byte of length, then the chars, one byte each. */
  static final int STRING_SHORT = 15;

  /** A text as {@link Text} describes. */
  static final int STRING = 16;

  static final int BIG_INTEGER = 17;
  static final int BIG_DECIMAL = 18;
  static final int UUID = 19;
  static final int DURATION = 20;
  static final int INSTANT = 21;
  static final int LOCAL_DATE = 22;
  static final int LOCAL_TIME = 23;
  static final int LOCAL_DATE_TIME = 24;

  /** A kind, a length, the elements. */
  static final int PRIMITIVE_ARRAY = 25;

  /** The index of an {@link Attachment}. */
  static final int ATTACHMENT = 26;

  static final int STRING_ARRAY = 27;
  static final int OBJECT_ARRAY = 28;

  /** An array of another class: its shape, a length, the elements. */
  static final int TYPED_ARRAY = 29;

  static final int ARRAY_LIST = 30;
  static final int LIST_OF = 31;

  /** What {@code Stream.toList()} returns: like {@code List.of}, but it may be asked for null. */
  static final int LIST_OF_NULLABLE = 32;

  static final int AS_LIST = 33;
  static final int HASH_SET = 34;
  static final int LINKED_HASH_SET = 35;
  static final int SET_OF = 36;
  static final int HASH_MAP = 37;
  static final int MAP_OF = 38;
  static final int ENTRY_OF = 39;
  static final int SIMPLE_IMMUTABLE_ENTRY = 40;
  static final int OPTIONAL_EMPTY = 41;
  static final int OPTIONAL = 42;

  /** A shape, then the components in its order. */
  static final int RECORD = 43;

  /** A shape, then the ordinal in it. */
  static final int ENUM = 44;

  /** A shape, then the captured values. */
  static final int LAMBDA = 45;

  /** A {@code Class}: its shape. */
  static final int CLASS = 46;

  /** Eight bytes of length, then a stream of JDK serialization. */
  static final int JDK = 47;

  /** An object that put a record in its place: the shape of that and its components. */
  static final int REPLACED = 48;

  /** The same object as before: which of those in this value that were {@link #REPLACED}. */
  static final int REPLACED_BEFORE = 49;

  /** A {@link CalledFunction}: the function, the argument. */
  static final int CALLED_FUNCTION = 50;

  /** The index of an {@link Attachment} that holds the chars of a text. */
  static final int ATTACHED_TEXT = 51;

  /** From here on: the Integers from {@link #SMALL_INT_LEAST} on. */
  static final int SMALL_INT = 0x80;

  static final int SMALL_INT_LEAST = -16;

  private Tag() {}
}
