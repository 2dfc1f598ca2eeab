package dev.brood.internal.codec;

import dev.brood.exception.ProtocolException;

/**
 * Passes over values without any of their classes, so that one value that cannot be rebuilt here
 * does not take the rest of its message with it.
 */
final class Skipper {
  private Skipper() {}

  static void skip(ByteSource source, ShapeTable shapes, int depth) {
    if (depth > GraphWriter.MAX_DEPTH + 1) {
      throw new ProtocolException("a value is too deep: depth=" + depth);
    }
    int tag = source.getByte() & 0xff;
    if (tag >= Tag.SMALL_INT) {
      return;
    }
    if (tag <= Tag.STRING) {
      skipCommon(tag, source);
      return;
    }
    switch (tag) {
      case Tag.PRIMITIVE_ARRAY -> {
        int kind = GraphReader.checkKind(source.getByte());
        source.skip((long) source.getCount(1) << PrimitiveArrays.shift(kind));
      }
      case Tag.ATTACHMENT, Tag.ATTACHED_TEXT, Tag.CLASS, Tag.REPLACED_BEFORE -> source.getLength();
      case Tag.TYPED_ARRAY -> {
        source.getLength();
        skipAll(source, shapes, source.getCount(1), depth);
      }
      case Tag.HASH_MAP, Tag.MAP_OF -> skipAll(source, shapes, 2L * source.getCount(2), depth);
      case Tag.ENTRY_OF, Tag.SIMPLE_IMMUTABLE_ENTRY, Tag.CALLED_FUNCTION ->
          skipAll(source, shapes, 2, depth);
      case Tag.OPTIONAL_EMPTY -> {}
      case Tag.OPTIONAL -> skipAll(source, shapes, 1, depth);
      case Tag.RECORD, Tag.REPLACED -> skipRecord(source, shapes, depth);
      case Tag.ENUM -> {
        source.getLength();
        source.getLength();
      }
      case Tag.LAMBDA -> {
        if (!(shapes.shape(source.getLength()) instanceof LambdaShape lambda)) {
          throw new ProtocolException("a lambda has a shape of another kind");
        }
        skipAll(source, shapes, lambda.captured, depth);
      }
      case Tag.JDK -> source.skip(source.getLong());
      default -> {
        if (tag >= Tag.STRING_ARRAY && tag <= Tag.SET_OF) {
          skipAll(source, shapes, source.getCount(1), depth);
        } else if (tag >= Tag.BIG_INTEGER && tag <= Tag.LOCAL_DATE_TIME) {
          Leaves.skip(tag, source);
        } else {
          throw new ProtocolException("not a tag of a value: tag=" + tag);
        }
      }
    }
  }

  private static void skipAll(ByteSource source, ShapeTable shapes, long count, int depth) {
    for (long i = 0; i < count; i++) {
      skip(source, shapes, depth + 1);
    }
  }

  private static void skipRecord(ByteSource source, ShapeTable shapes, int depth) {
    if (!(shapes.shape(source.getLength()) instanceof RecordShape shape)) {
      throw new ProtocolException("a record has a shape of another kind");
    }
    for (byte kind : shape.kinds) {
      switch (kind) {
        case 'L' -> skip(source, shapes, depth + 1);
        case 'J', 'D' -> source.skip(8);
        case 'I', 'F' -> source.skip(4);
        case 'S', 'C' -> source.skip(2);
        default -> source.skip(1);
      }
    }
  }

  private static void skipCommon(int tag, ByteSource source) {
    switch (tag) {
      case Tag.NULL, Tag.TRUE, Tag.FALSE -> {}
      case Tag.BYTE, Tag.INT_8, Tag.LONG_8 -> source.skip(1);
      case Tag.SHORT, Tag.CHARACTER, Tag.INT_16, Tag.LONG_16 -> source.skip(2);
      case Tag.INT_32, Tag.LONG_32, Tag.FLOAT -> source.skip(4);
      case Tag.LONG_64, Tag.DOUBLE -> source.skip(8);
      case Tag.STRING_SHORT -> source.skip(source.getByte() & 0xff);
      default -> Text.skip(source);
    }
  }
}
