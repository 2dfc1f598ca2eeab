package dev.brood.internal.fork;

import java.util.Set;

/**
 * Child: the classes whose static fields come from the owner. Called by their static initializers,
 * which were rewritten to ask; therefore public.
 */
public final class RestoredClasses {

  // Written once, by the main thread, before any of these classes is touched.
  private static volatile Set<String> names = Set.of();

  private RestoredClasses() {}

  static void set(Set<String> restored) {
    names = restored;
  }

  /** Tells whether a class must not run its static initializer. */
  public static boolean contains(Class<?> type) {
    return names.contains(type.getName());
  }
}
