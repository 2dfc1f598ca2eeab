package dev.brood.internal.fork;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Child: finds classes and what they have. */
final class Reflected {

  private static final List<Class<?>> PRIMITIVE =
      List.of(
          int.class,
          long.class,
          boolean.class,
          double.class,
          byte.class,
          char.class,
          short.class,
          float.class,
          void.class);

  static Class<?> find(String name, ClassLoader loader) throws ClassNotFoundException {
    for (Class<?> each : PRIMITIVE) {
      if (each.getName().equals(name)) {
        return each;
      }
    }
    return Class.forName(name, false, loader);
  }

  static Object constant(Class<?> type, String name) throws ReflectiveOperationException {
    for (Object each : type.getEnumConstants()) {
      if (((Enum<?>) each).name().equals(name)) {
        return each;
      }
    }
    throw new NoSuchFieldException(type.getName() + "." + name);
  }

  /**
   * Returns a constructor of a class that runs none of the program's: the way in which Java's
   * serialization makes objects, offered to libraries in the module jdk.unsupported.
   */
  static Constructor<?> withoutConstructor(Class<?> type) throws ReflectiveOperationException {
    Class<?> base = type;
    while (base.getClassLoader() != null) {
      base = Objects.requireNonNull(base.getSuperclass());
    }
    Class<?> factory = Class.forName("sun.reflect.ReflectionFactory");
    Object instance = factory.getMethod("getReflectionFactory").invoke(null);
    Method method =
        factory.getMethod("newConstructorForSerialization", Class.class, Constructor.class);
    return (Constructor<?>)
        Objects.requireNonNull(method.invoke(instance, type, base.getDeclaredConstructor()));
  }

  /** Calls a constructor, and throws what that throws. */
  @SuppressWarnings("NullAway") // A component may be null.
  static Object newInstance(Constructor<?> constructor, @Nullable Object[] values)
      throws Throwable {
    try {
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      throw Objects.requireNonNullElse(e.getCause(), e);
    }
  }

  private Reflected() {}
}
