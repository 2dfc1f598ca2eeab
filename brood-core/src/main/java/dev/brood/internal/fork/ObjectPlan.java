package dev.brood.internal.fork;

import dev.brood.jvm.ForkScope;
import dev.brood.jvm.NotForked;
import java.io.Externalizable;
import java.io.Serializable;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.AbstractCollection;
import java.util.AbstractList;
import java.util.AbstractMap;
import java.util.AbstractQueue;
import java.util.AbstractSequentialList;
import java.util.AbstractSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Owner: how objects of one class are copied.
 *
 * @param kind by fields, as a record, or by serialization
 * @param fields those that are copied one by one, in the order of the image
 * @param refusal why they cannot be copied, or null
 */
record ObjectPlan(byte kind, List<Field> fields, @Nullable String refusal) {

  /** Superclasses of the JDK that have no state worth a copy. */
  private static final Set<Class<?>> STATELESS =
      Set.of(
          Object.class,
          Number.class,
          AbstractCollection.class,
          AbstractList.class,
          AbstractMap.class,
          AbstractQueue.class,
          AbstractSequentialList.class,
          AbstractSet.class,
          ThreadLocal.class);

  private static final String BROOD = "dev.brood.";

  static ObjectPlan of(Class<?> type, ForkScope scope) {
    if (type.isHidden()) {
      return isSerializable(type)
          ? new ObjectPlan(Kind.SERIAL, List.of(), null)
          : refused(LambdaOrigin.whyNone(type));
    }
    if (Proxy.isProxyClass(type)) {
      return refused("a proxy is of a class that was generated here");
    }
    if (!isFoundByChild(type)) {
      return refused("its class loader, " + type.getClassLoader() + ", is not in the child");
    }
    if (type.isRecord() && isOpen(type) && !speaksForItself(type)) {
      return new ObjectPlan(Kind.RECORD, components(type), null);
    }
    List<Field> fields = new ArrayList<>();
    Class<?> base = addOpenFields(type, fields);
    if (STATELESS.contains(base) && (scope.covers(type.getName()) || !speaksForItself(type))) {
      return new ObjectPlan(Kind.FIELDS, List.copyOf(fields), null);
    }
    if (isSerializable(type)) {
      return new ObjectPlan(Kind.SERIAL, List.copyOf(fields), null);
    }
    if (ThreadLocal.class.isAssignableFrom(type)) {
      return refused(
          "the JDK does not let us see its supplier; a static final ThreadLocal is made again, and"
              + " a subclass that overrides initialValue() can be copied");
    }
    return refused(
        base == type
            ? "it belongs to this JVM, or the JDK does not let us see what is in it"
            : "its superclass " + base.getName() + " does not let us see what is in it");
  }

  private static ObjectPlan refused(String why) {
    return new ObjectPlan(Kind.FIELDS, List.of(), why);
  }

  private static boolean isSerializable(Class<?> type) {
    return Serializable.class.isAssignableFrom(type);
  }

  static boolean isFoundByChild(Class<?> type) {
    ClassLoader loader = type.getClassLoader();
    return loader == null
        || loader.equals(ClassLoader.getSystemClassLoader())
        || loader.equals(ClassLoader.getPlatformClassLoader());
  }

  /**
   * Collects the fields that can be read, from the class upwards.
   *
   * @return the first class from there on whose fields cannot be read or need not be
   */
  private static Class<?> addOpenFields(Class<?> type, List<Field> to) {
    Class<?> each = type;
    while (!STATELESS.contains(each) && !isBroods(each)) {
      List<Field> own = new ArrayList<>();
      for (Field field : each.getDeclaredFields()) {
        if (Modifier.isStatic(field.getModifiers()) || field.isAnnotationPresent(NotForked.class)) {
          continue;
        }
        if (!field.trySetAccessible()) {
          return each;
        }
        own.add(field);
      }
      if (own.isEmpty() && !isOpen(each)) {
        return each;
      }
      to.addAll(own);
      Class<?> above = each.getSuperclass();
      if (above == null) {
        return each;
      }
      each = above;
    }
    return each;
  }

  /** Handles of this library say by serialization how they travel. */
  private static boolean isBroods(Class<?> type) {
    return type.getName().startsWith(BROOD)
        && Broods.CODE.equals(type.getProtectionDomain().getCodeSource());
  }

  private static final class Broods {
    static final Object CODE = ObjectPlan.class.getProtectionDomain().getCodeSource();
  }

  private static boolean isOpen(Class<?> type) {
    return type.getModule().isOpen(type.getPackageName(), ObjectPlan.class.getModule());
  }

  /** A class that says how it is serialized, and is none of the program's, is taken at its word. */
  private static boolean speaksForItself(Class<?> type) {
    return isSerializable(type)
        && (Externalizable.class.isAssignableFrom(type)
            || declares(type, "writeReplace")
            || declares(type, "readResolve"));
  }

  private static boolean declares(Class<?> type, String name) {
    for (Class<?> each = type; each != null; each = each.getSuperclass()) {
      for (Method method : each.getDeclaredMethods()) {
        if (method.getName().equals(name) && method.getParameterCount() == 0) {
          return true;
        }
      }
    }
    return false;
  }

  private static List<Field> components(Class<?> type) {
    List<Field> fields = new ArrayList<>();
    for (var component : type.getRecordComponents()) {
      try {
        Field field = type.getDeclaredField(component.getName());
        field.setAccessible(true);
        fields.add(field);
      } catch (NoSuchFieldException e) {
        throw new AssertionError("a record has a field for each component: " + component, e);
      }
    }
    return List.copyOf(fields);
  }
}
