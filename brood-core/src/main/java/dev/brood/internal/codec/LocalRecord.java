package dev.brood.internal.codec;

import java.io.IOException;
import java.io.InvalidClassException;
import java.io.Serializable;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A record class of this process, made to fit the sender's: components are matched by name, as JDK
 * serialization does; one that the sender does not have gets the default value of its type.
 */
final class LocalRecord {

  /**
   * After so many a method handle pays: it saves 0.3 us each in a child, whose reflection goes the
   * native way for a quick start, and takes milliseconds to make.
   */
  private static final int OFTEN = 10_000;

  final Class<?> type;

  /** The kind of each component in the sender's order, and its place in the constructor or -1. */
  final byte[] kinds;

  final int[] places;

  private final @Nullable Constructor<?> constructor;

  /** Gives what the record stands for, if it stands for something else. */
  private final @Nullable Method resolve;

  /** In place of both, if they are in a package that is not open to us. */
  private final @Nullable ClosedRecord closed;

  private final @Nullable Object[] defaults;

  /** How many were made by reflection; a race loses some. */
  private int seldom;

  /** The constructor as a handle, once that pays. */
  private volatile @Nullable MethodHandle often;

  private LocalRecord(
      Class<?> type,
      byte[] kinds,
      int[] places,
      @Nullable Constructor<?> constructor,
      @Nullable Method resolve,
      @Nullable ClosedRecord closed,
      @Nullable Object[] defaults) {
    this.type = type;
    this.kinds = kinds;
    this.places = places;
    this.constructor = constructor;
    this.resolve = resolve;
    this.closed = closed;
    this.defaults = defaults;
  }

  static LocalRecord find(RecordShape shape, Class<?> type)
      throws NoSuchMethodException, InvalidClassException {
    if (!type.isRecord()
        || !Serializable.class.isAssignableFrom(type)
        || ReplacementMethods.writeReplaceOf(type) != null) {
      throw new InvalidClassException(
          type.getName(), "here it is not a serializable record without writeReplace");
    }
    RecordComponent[] components = type.getRecordComponents();
    Class<?>[] types = new Class<?>[components.length];
    @Nullable Object[] defaults = new @Nullable Object[components.length];
    int[] places = new int[shape.components.length];
    Arrays.fill(places, -1);
    for (int i = 0; i < components.length; i++) {
      types[i] = components[i].getType();
      defaults[i] = defaultOf(RecordShape.kindOf(types[i]));
      for (int k = 0; k < places.length; k++) {
        if (shape.components[k].equals(components[i].getName())) {
          if (shape.kinds[k] != RecordShape.kindOf(types[i])) {
            throw new InvalidClassException(
                type.getName(), "incompatible types for component " + components[i].getName());
          }
          places[k] = i;
        }
      }
    }
    Constructor<?> constructor = type.getDeclaredConstructor(types);
    Method resolve = ReplacementMethods.readResolveOf(type);
    return constructor.trySetAccessible() && (resolve == null || resolve.trySetAccessible())
        ? new LocalRecord(type, shape.kinds, places, constructor, resolve, null, defaults)
        : new LocalRecord(type, shape.kinds, places, null, null, new ClosedRecord(type), defaults);
  }

  private static @Nullable Object defaultOf(byte kind) {
    return switch (kind) {
      case 'Z' -> false;
      case 'B' -> (byte) 0;
      case 'C' -> (char) 0;
      case 'S' -> (short) 0;
      case 'I' -> 0;
      case 'J' -> 0L;
      case 'F' -> 0f;
      case 'D' -> 0d;
      default -> null;
    };
  }

  /** Returns the arguments of the constructor with all values missing. */
  @Nullable Object[] newArguments() {
    return defaults.clone();
  }

  /** Returns a new record, or what it stands for. */
  @Nullable Object newRecord(@Nullable Object[] arguments)
      throws IOException, ReflectiveOperationException {
    if (constructor == null) {
      return Objects.requireNonNull(closed).newRecord(arguments);
    }
    try {
      MethodHandle handle = often;
      Object made =
          handle == null ? newSeldom(constructor, arguments) : newOften(handle, arguments);
      return resolve == null ? made : resolve.invoke(made);
    } catch (InvocationTargetException refused) {
      if (refused.getCause() instanceof Error error) {
        throw error;
      }
      throw refused;
    }
  }

  private Object newSeldom(Constructor<?> from, @Nullable Object[] arguments)
      throws ReflectiveOperationException {
    if (++seldom == OFTEN) {
      often =
          MethodHandles.lookup()
              .unreflectConstructor(from)
              .asSpreader(Object[].class, arguments.length)
              .asType(MethodType.methodType(Object.class, Object[].class));
    }
    return from.newInstance(arguments);
  }

  private static Object newOften(MethodHandle handle, @Nullable Object[] arguments)
      throws InvocationTargetException {
    try {
      return (Object) handle.invokeExact(arguments);
    } catch (Throwable refused) {
      throw new InvocationTargetException(refused);
    }
  }
}
