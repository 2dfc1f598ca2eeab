package dev.brood.internal.codec;

import java.io.InvalidObjectException;
import java.io.Serializable;
import java.lang.reflect.AccessFlag;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;

/**
 * The object of a compact source file (JLS 7.3), whose methods are methods of an object that the
 * launcher makes. Nobody can declare its class serializable, and a lambda that calls any such
 * method takes the object along. Without fields, one is as good as another, so the receiver makes
 * its own.
 *
 * <p>Nothing in a class file says that it comes from a compact source file. It is taken for one if
 * it looks the same in all respects.
 */
final class CompactProgram {
  private static final ClassValue<Boolean> STATELESS =
      new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
          return isOfCompactSource(type) && !hasFields(type);
        }
      };

  private CompactProgram() {}

  /** Tells whether an object is such an object and has no fields. */
  static boolean isStateless(Object object) {
    return !(object instanceof Serializable)
        && isPlain(object.getClass())
        && STATELESS.get(object.getClass());
  }

  /** What most objects are not. */
  private static boolean isPlain(Class<?> type) {
    return type.getModifiers() == Modifier.FINAL
        && type.getSuperclass() == Object.class
        && type.getPackageName().isEmpty();
  }

  /** Tells whether objects of a class are such objects. */
  static boolean isOfCompactSource(Class<?> type) {
    if (!isPlain(type)
        || type.isHidden()
        || type.getNestHost() != type
        || type.getInterfaces().length > 0) {
      return false;
    }
    Constructor<?>[] constructors = type.getDeclaredConstructors();
    return constructors.length == 1
        && constructors[0].getParameterCount() == 0
        && constructors[0].getModifiers() == 0
        && hasMain(type);
  }

  private static boolean hasMain(Class<?> type) {
    for (Method method : type.getDeclaredMethods()) {
      Class<?>[] parameters = method.getParameterTypes();
      if (method.getName().equals("main")
          && method.getReturnType() == void.class
          && (parameters.length == 0
              || (parameters.length == 1 && parameters[0] == String[].class))) {
        return true;
      }
    }
    return false;
  }

  private static boolean hasFields(Class<?> type) {
    for (Field field : type.getDeclaredFields()) {
      if (!field.accessFlags().contains(AccessFlag.STATIC)) {
        return true;
      }
    }
    return false;
  }

  /** Makes such an object. */
  static Object newObject(Class<?> type) throws InvalidObjectException {
    if (STATELESS.get(type)) {
      try {
        Constructor<?> constructor = type.getDeclaredConstructor();
        if (constructor.trySetAccessible()) {
          return constructor.newInstance();
        }
      } catch (ReflectiveOperationException e) {
        InvalidObjectException failure = new InvalidObjectException(e.toString());
        failure.initCause(e);
        throw failure;
      }
    }
    throw new InvalidObjectException(type.getName() + " is not of a compact source file here");
  }
}
