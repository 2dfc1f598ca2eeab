package dev.brood.internal.fork;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Objects of the JDK that the child has or can make itself.
 *
 * <p>Collections are copied as what they contain. They are made empty and filled after what they
 * contain, so they may be part of cycles. Only exactly these classes: a subclass may have more
 * state. Constants are objects that every JVM has one of: what the parent calls so, the child calls
 * so too; its current thread among them.
 */
@SuppressWarnings("ReferenceEquality") // Constants are told by identity.
final class StandardObjects {

  private static final List<Class<?>> COLLECTIONS =
      List.of(
          ArrayList.class,
          HashSet.class,
          LinkedHashSet.class,
          LinkedList.class,
          ArrayDeque.class,
          CopyOnWriteArrayList.class,
          ConcurrentLinkedQueue.class,
          ConcurrentLinkedDeque.class);

  private static final List<Class<?>> MAPS =
      List.of(
          HashMap.class,
          LinkedHashMap.class,
          ConcurrentHashMap.class,
          IdentityHashMap.class,
          WeakHashMap.class);

  /** The number of a {@link LinkedHashMap} whose order is that of access. */
  private static final int ACCESS_ORDER = 5;

  private StandardObjects() {}

  /** Returns the number of a class of collections, or -1. */
  static int collection(Class<?> type) {
    return COLLECTIONS.indexOf(type);
  }

  /** Returns the number of a class of maps, or -1. */
  static int map(Class<?> type) {
    return MAPS.indexOf(type);
  }

  /** Returns the number of a map's class, or of what that class does with this one. */
  static int map(Map<?, ?> map, MapOrder order) {
    return map instanceof LinkedHashMap && order.isOfAccess(map)
        ? ACCESS_ORDER
        : map(map.getClass());
  }

  @SuppressWarnings("JdkObsolete") // The program has chosen it.
  static Collection<Object> newCollection(int number) {
    return switch (number) {
      case 0 -> new ArrayList<>();
      case 1 -> new HashSet<>();
      case 2 -> new LinkedHashSet<>();
      case 3 -> new LinkedList<>();
      case 4 -> new ArrayDeque<>();
      case 5 -> new CopyOnWriteArrayList<>();
      case 6 -> new ConcurrentLinkedQueue<>();
      default -> new ConcurrentLinkedDeque<>();
    };
  }

  static Map<Object, Object> newMap(int number) {
    return switch (number) {
      case 0 -> new HashMap<>();
      case 1 -> new LinkedHashMap<>();
      case 2 -> new ConcurrentHashMap<>();
      case 3 -> new IdentityHashMap<>();
      case ACCESS_ORDER -> new LinkedHashMap<>(16, 0.75f, true);
      default -> new WeakHashMap<>();
    };
  }

  /** Returns the number of an object, or -1. */
  static int constant(Object object) {
    for (int i = 0; i <= 6; i++) {
      if (object == constant(i)) {
        return i;
      }
    }
    return -1;
  }

  static @Nullable Object constant(int number) {
    return switch (number) {
      case 0 -> System.out;
      case 1 -> System.err;
      case 2 -> System.in;
      case 3 -> Thread.currentThread();
      case 4 -> ClassLoader.getSystemClassLoader();
      case 5 -> ClassLoader.getPlatformClassLoader();
      default -> Runtime.getRuntime();
    };
  }

  /** Returns the name of a logger of the JDK's logging. */
  static @Nullable String nameOfLogger(Object logger) {
    return ((Logger) logger).getName();
  }

  /** Returns the logger of that name; null is one of no name. */
  static Object logger(@Nullable String name) {
    return name == null ? Logger.getAnonymousLogger() : Logger.getLogger(name);
  }
}
