package dev.brood.internal.codec;

import dev.brood.exception.ProtocolException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.UUID;

/**
 * Immutable values that hold no other values, apart from the most common ones, which {@link
 * ValueWriter} and {@link ValueReader} treat themselves.
 */
final class Leaves {
  private Leaves() {}

  /** Puts a value of one of the classes below; returns false for any other. */
  static boolean put(ByteSink sink, Object value, Class<?> type) {
    if (type == Byte.class) {
      sink.putByte(Tag.BYTE);
      sink.putByte((Byte) value);
    } else if (type == Short.class) {
      sink.putByte(Tag.SHORT);
      sink.putShort((Short) value);
    } else if (type == Character.class) {
      sink.putByte(Tag.CHARACTER);
      sink.putShort((Character) value);
    } else if (type == Float.class) {
      sink.putByte(Tag.FLOAT);
      sink.putInt(Float.floatToRawIntBits((Float) value));
    } else if (type == BigInteger.class) {
      sink.putByte(Tag.BIG_INTEGER);
      putBigInteger(sink, (BigInteger) value);
    } else if (type == BigDecimal.class) {
      sink.putByte(Tag.BIG_DECIMAL);
      sink.putInt(((BigDecimal) value).scale());
      putBigInteger(sink, ((BigDecimal) value).unscaledValue());
    } else if (type == UUID.class) {
      sink.putByte(Tag.UUID);
      sink.putLong(((UUID) value).getMostSignificantBits());
      sink.putLong(((UUID) value).getLeastSignificantBits());
    } else {
      return putTime(sink, value, type);
    }
    return true;
  }

  @SuppressWarnings({"JavaDurationGetSecondsGetNano", "JavaInstantGetSecondsGetNano"})
  private static boolean putTime(ByteSink sink, Object value, Class<?> type) {
    if (type == Duration.class) {
      sink.putByte(Tag.DURATION);
      sink.putLong(((Duration) value).toSeconds());
      sink.putInt(((Duration) value).getNano());
    } else if (type == Instant.class) {
      sink.putByte(Tag.INSTANT);
      sink.putLong(((Instant) value).getEpochSecond());
      sink.putInt(((Instant) value).getNano());
    } else if (type == LocalDate.class) {
      sink.putByte(Tag.LOCAL_DATE);
      sink.putLong(((LocalDate) value).toEpochDay());
    } else if (type == LocalTime.class) {
      sink.putByte(Tag.LOCAL_TIME);
      sink.putLong(((LocalTime) value).toNanoOfDay());
    } else if (type == LocalDateTime.class) {
      sink.putByte(Tag.LOCAL_DATE_TIME);
      sink.putLong(((LocalDateTime) value).toLocalDate().toEpochDay());
      sink.putLong(((LocalDateTime) value).toLocalTime().toNanoOfDay());
    } else {
      return false;
    }
    return true;
  }

  private static void putBigInteger(ByteSink sink, BigInteger value) {
    byte[] bytes = value.toByteArray();
    sink.putLength(bytes.length);
    sink.putBytes(bytes, 0, bytes.length);
  }

  /** Reads the value after a tag from {@link Tag#BIG_INTEGER} to {@link Tag#LOCAL_DATE_TIME}. */
  static Object get(int tag, ByteSource source) {
    try {
      return switch (tag) {
        case Tag.BIG_INTEGER -> getBigInteger(source);
        case Tag.BIG_DECIMAL -> {
          int scale = source.getInt();
          yield new BigDecimal(getBigInteger(source), scale);
        }
        case Tag.UUID -> {
          long most = source.getLong();
          yield new UUID(most, source.getLong());
        }
        case Tag.DURATION -> {
          long seconds = source.getLong();
          yield Duration.ofSeconds(seconds, source.getInt());
        }
        case Tag.INSTANT -> {
          long second = source.getLong();
          yield Instant.ofEpochSecond(second, source.getInt());
        }
        case Tag.LOCAL_DATE -> LocalDate.ofEpochDay(source.getLong());
        case Tag.LOCAL_TIME -> LocalTime.ofNanoOfDay(source.getLong());
        case Tag.LOCAL_DATE_TIME -> {
          LocalDate day = LocalDate.ofEpochDay(source.getLong());
          yield LocalDateTime.of(day, LocalTime.ofNanoOfDay(source.getLong()));
        }
        default -> throw new ProtocolException("not a tag of a leaf: tag=" + tag);
      };
    } catch (DateTimeException | ArithmeticException damaged) {
      throw new ProtocolException("a time is damaged: tag=" + tag, damaged);
    }
  }

  private static BigInteger getBigInteger(ByteSource source) {
    byte[] bytes = new byte[source.getCount(1)];
    if (bytes.length == 0) {
      throw new ProtocolException("a number has no digits");
    }
    source.getBytes(bytes, 0, bytes.length);
    return new BigInteger(bytes);
  }

  static void skip(int tag, ByteSource source) {
    switch (tag) {
      case Tag.BIG_DECIMAL -> {
        source.skip(4);
        source.skip(source.getCount(1));
      }
      case Tag.BIG_INTEGER -> source.skip(source.getCount(1));
      case Tag.UUID, Tag.LOCAL_DATE_TIME -> source.skip(16);
      case Tag.DURATION, Tag.INSTANT -> source.skip(12);
      default -> source.skip(8);
    }
  }
}
