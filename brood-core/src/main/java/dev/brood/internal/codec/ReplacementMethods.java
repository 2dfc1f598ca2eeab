package dev.brood.internal.codec;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The methods by which objects put something else in their place, found as JDK serialization does.
 */
final class ReplacementMethods {
  private ReplacementMethods() {}

  /** Returns what an object is asked for when it is sent; it may be closed to us. */
  static @Nullable Method writeReplaceOf(Class<?> type) {
    return find(type, "writeReplace");
  }

  /** Returns what an object is asked for after it was received; it may be closed to us. */
  static @Nullable Method readResolveOf(Class<?> type) {
    return find(type, "readResolve");
  }

  private static @Nullable Method find(Class<?> type, String name) {
    for (Class<?> each = type; each != null; each = each.getSuperclass()) {
      try {
        Method method = each.getDeclaredMethod(name);
        return method.getReturnType() == Object.class && isMethodOf(type, method) ? method : null;
      } catch (NoSuchMethodException higher) {
        // It may be inherited.
      }
    }
    return null;
  }

  private static boolean isMethodOf(Class<?> type, Method method) {
    int modifiers = method.getModifiers();
    Class<?> declaring = method.getDeclaringClass();
    if (Modifier.isStatic(modifiers) || Modifier.isAbstract(modifiers)) {
      return false;
    }
    return declaring == type
        || Modifier.isPublic(modifiers)
        || Modifier.isProtected(modifiers)
        || (!Modifier.isPrivate(modifiers) && isPackageCommon(declaring, type));
  }

  private static boolean isPackageCommon(Class<?> one, Class<?> other) {
    return Objects.equals(one.getClassLoader(), other.getClassLoader())
        && one.getPackageName().equals(other.getPackageName());
  }
}
