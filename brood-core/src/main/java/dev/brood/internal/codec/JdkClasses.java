package dev.brood.internal.codec;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The classes of the JDK that have no name in public, and what tells them apart. */
final class JdkClasses {
  static final Class<?> ENTRY_OF = Map.entry(1, 1).getClass();

  private static final Class<?> LIST_12 = List.of(1).getClass();
  private static final Class<?> LIST_N = List.of().getClass();
  private static final Class<?> SET_12 = Set.of(1).getClass();
  private static final Class<?> SET_N = Set.of().getClass();
  private static final Class<?> MAP_1 = Map.of(1, 1).getClass();
  private static final Class<?> MAP_N = Map.of().getClass();
  private static final Class<?> AS_LIST = Arrays.asList(1).getClass();

  private JdkClasses() {}

  /** Returns the tag for a collection, or -1 if it has none. */
  static int tagOf(Collection<?> collection, Class<?> type) {
    if (type == ArrayList.class) {
      return Tag.ARRAY_LIST;
    }
    if (type == LIST_12) {
      return Tag.LIST_OF;
    }
    if (type == LIST_N) {
      return allowsNull((List<?>) collection) ? Tag.LIST_OF_NULLABLE : Tag.LIST_OF;
    }
    if (type == AS_LIST) {
      return Tag.AS_LIST;
    }
    if (type == HashSet.class) {
      return Tag.HASH_SET;
    }
    if (type == LinkedHashSet.class) {
      return Tag.LINKED_HASH_SET;
    }
    return type == SET_12 || type == SET_N ? Tag.SET_OF : -1;
  }

  static boolean isMutable(int collectionTag) {
    return collectionTag != Tag.LIST_OF
        && collectionTag != Tag.LIST_OF_NULLABLE
        && collectionTag != Tag.SET_OF;
  }

  static boolean isMapOf(Class<?> type) {
    return type == MAP_N || type == MAP_1;
  }

  /**
   * {@code List.of} and {@code Stream.toList} return lists of one class, of which only the second
   * kind may be asked whether it contains null. {@code List.copyOf} returns the first kind itself
   * and a copy of the second.
   */
  @SuppressWarnings("ReferenceEquality")
  private static boolean allowsNull(List<?> list) {
    try {
      return List.copyOf(list) != list;
    } catch (NullPointerException holdsNull) {
      return true;
    }
  }
}
