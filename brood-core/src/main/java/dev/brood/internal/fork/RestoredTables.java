package dev.brood.internal.fork;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Child: fills collections, maps and trees; all can be filled again. */
final class RestoredTables {

  private RestoredTables() {}

  static byte rankOfCollection(Object made, @Nullable Object[] parts) {
    return made instanceof Set ? rank(parts, 0, 1) : Assembly.PLAIN;
  }

  static byte rankOfMap(Object made, @Nullable Object[] parts) {
    return made instanceof IdentityHashMap ? Assembly.PLAIN : rank(parts, 0, 2);
  }

  /** Of the parts of a tree the first is its comparator, which is asked in any case. */
  static byte rankOfTree(@Nullable Object[] parts, int step) {
    return parts[0] == null ? rank(parts, 1, step) : Assembly.TABLE;
  }

  /** A table of strings or numbers asks nothing of the program. */
  private static byte rank(@Nullable Object[] parts, int first, int step) {
    for (int i = first; i < parts.length; i += step) {
      Object key = parts[i];
      if (key != null && !(key instanceof String) && !Primitives.isBoxed(key)) {
        return Assembly.TABLE;
      }
    }
    return Assembly.PLAIN;
  }

  @SuppressWarnings("unchecked")
  static Object fillCollection(Object made, @Nullable Object[] parts) {
    return addAll((Collection<@Nullable Object>) made, parts, 0);
  }

  @SuppressWarnings("unchecked")
  static Object fillMap(Object made, @Nullable Object[] parts) {
    return putAll((Map<@Nullable Object, @Nullable Object>) made, parts, 0);
  }

  @SuppressWarnings("unchecked")
  static Object fillTreeMap(@Nullable Object known, @Nullable Object[] parts) {
    return putAll(
        known == null
            ? new TreeMap<>(comparator(parts))
            : (Map<@Nullable Object, @Nullable Object>) known,
        parts,
        1);
  }

  @SuppressWarnings("unchecked")
  static Object fillTreeSet(@Nullable Object known, @Nullable Object[] parts) {
    return addAll(
        known == null ? new TreeSet<>(comparator(parts)) : (Collection<@Nullable Object>) known,
        parts,
        1);
  }

  private static Object addAll(
      Collection<@Nullable Object> to, @Nullable Object[] parts, int first) {
    to.clear();
    to.addAll(Arrays.asList(parts).subList(first, parts.length));
    return to;
  }

  private static Object putAll(
      Map<@Nullable Object, @Nullable Object> to, @Nullable Object[] parts, int first) {
    to.clear();
    for (int i = first; i < parts.length; i += 2) {
      to.put(parts[i], parts[i + 1]);
    }
    return to;
  }

  @SuppressWarnings("unchecked")
  private static @Nullable Comparator<Object> comparator(@Nullable Object[] parts) {
    return (Comparator<Object>) parts[0];
  }
}
