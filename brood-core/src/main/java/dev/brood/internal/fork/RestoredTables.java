package dev.brood.internal.fork;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Child: fills collections, maps and trees; all can be filled again. */
final class RestoredTables {

  private RestoredTables() {}

  /**
   * Returns the rank of a collection, map or tree of which this is known.
   *
   * @param made the object, if it exists before it is filled
   * @param parts what it is filled with; those of a tree begin with its comparator
   */
  static byte rank(byte kind, @Nullable Object made, @Nullable Object[] parts) {
    return switch (kind) {
      case Kind.COLLECTION -> made instanceof Set ? rank(parts, 0, 1) : Assembly.PLAIN;
      case Kind.MAP -> made instanceof IdentityHashMap ? Assembly.PLAIN : rank(parts, 0, 2);
      // A comparator is asked in any case.
      case Kind.TREE_MAP -> parts[0] == null ? rank(parts, 1, 2) : Assembly.TABLE;
      default -> parts[0] == null ? rank(parts, 1, 1) : Assembly.TABLE;
    };
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

  /** Fills a collection, map or tree, which is made before if it is a tree that is not there. */
  static Object fill(byte kind, @Nullable Object made, @Nullable Object[] parts) {
    return switch (kind) {
      case Kind.COLLECTION -> addAll(Objects.requireNonNull(made), parts, 0);
      case Kind.MAP -> putAll(Objects.requireNonNull(made), parts, 0);
      case Kind.TREE_MAP ->
          putAll(made == null ? new TreeMap<>(comparator(parts)) : made, parts, 1);
      default -> addAll(made == null ? new TreeSet<>(comparator(parts)) : made, parts, 1);
    };
  }

  @SuppressWarnings("unchecked")
  private static Object addAll(Object collection, @Nullable Object[] parts, int first) {
    var to = (Collection<@Nullable Object>) collection;
    to.clear();
    to.addAll(Arrays.asList(parts).subList(first, parts.length));
    return to;
  }

  @SuppressWarnings("unchecked")
  private static Object putAll(Object map, @Nullable Object[] parts, int first) {
    var to = (Map<@Nullable Object, @Nullable Object>) map;
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
