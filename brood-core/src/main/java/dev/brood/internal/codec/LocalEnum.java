package dev.brood.internal.codec;

import dev.brood.exception.ProtocolException;
import java.io.InvalidClassException;
import java.io.InvalidObjectException;
import org.jspecify.annotations.Nullable;

/** An enum class of this process, with its constants in the order of the sender's. */
final class LocalEnum {
  private final Class<?> type;
  private final String[] names;
  private final @Nullable Object[] constants;

  private LocalEnum(Class<?> type, String[] names) {
    this.type = type;
    this.names = names;
    this.constants = new @Nullable Object[names.length];
  }

  static LocalEnum find(EnumShape shape, Class<?> type) throws InvalidClassException {
    if (!type.isEnum()) {
      throw new InvalidClassException(type.getName(), "here it is not an enum");
    }
    return new LocalEnum(type, shape.constants);
  }

  Object constant(int ordinal) throws InvalidObjectException {
    if (ordinal < 0 || ordinal >= names.length) {
      throw new ProtocolException(
          "no such constant: enum=" + type.getName() + ", ordinal=" + ordinal);
    }
    Object known = constants[ordinal];
    if (known == null) {
      known = find(names[ordinal]);
      constants[ordinal] = known;
    }
    return known;
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private Object find(String name) throws InvalidObjectException {
    try {
      return Enum.valueOf((Class<? extends Enum>) type, name);
    } catch (IllegalArgumentException absent) {
      throw new InvalidObjectException(
          "enum " + type.getName() + " has no constant " + name + " here", absent);
    }
  }
}
