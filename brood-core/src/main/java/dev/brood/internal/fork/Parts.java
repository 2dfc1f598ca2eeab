package dev.brood.internal.fork;

import dev.brood.internal.codec.ByteSink;
import dev.brood.jvm.NotForked;
import java.io.IOException;
import java.lang.ref.SoftReference;
import java.lang.ref.WeakReference;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * Owner: what an object refers to, in the order of the image, its fields last.
 *
 * @param values the objects, as they are at this moment
 * @param serial the serialized form around them, if the object has one
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record Parts(@Nullable Object[] values, byte[] serial) {

  private static final byte[] NO_BYTES = {};

  /**
   * Takes an object apart.
   *
   * @throws IOException if it does not let itself be serialized
   */
  static Parts of(Object value, byte kind, ObjectPlan plan) throws IOException {
    byte[] serial = NO_BYTES;
    List<@Nullable Object> parts = new ArrayList<>();
    switch (kind) {
      case Kind.ARRAY -> {
        return new Parts(((Object[]) value).clone(), NO_BYTES);
      }
      case Kind.COLLECTION -> {
        return new Parts(((Collection<?>) value).toArray(), NO_BYTES);
      }
      case Kind.MAP -> addEntries((Map<?, ?>) value, parts);
      case Kind.TREE_MAP -> {
        parts.add(((SortedMap<?, ?>) value).comparator());
        addEntries((Map<?, ?>) value, parts);
      }
      case Kind.TREE_SET -> {
        parts.add(((SortedSet<?>) value).comparator());
        parts.addAll((Collection<?>) value);
      }
      case Kind.OPTIONAL -> parts.add(((Optional<?>) value).orElse(null));
      case Kind.WEAK_REFERENCE -> parts.add(((WeakReference<?>) value).get());
      case Kind.SOFT_REFERENCE -> parts.add(((SoftReference<?>) value).get());
      case Kind.LAMBDA -> {
        return new Parts(LambdaOrigin.captured(value), NO_BYTES);
      }
      case Kind.SERIAL -> {
        SerialPart part = SerialPart.of(value);
        serial = part.bytes();
        parts.addAll(part.parts());
        addFields(value, plan, parts);
      }
      default -> addFields(value, plan, parts);
    }
    return new Parts(parts.toArray(), serial);
  }

  private static void addEntries(Map<?, ?> map, List<@Nullable Object> to) {
    for (Map.Entry<?, ?> each : map.entrySet()) {
      to.add(each.getKey());
      to.add(each.getValue());
    }
  }

  private static void addFields(Object of, ObjectPlan plan, List<@Nullable Object> to) {
    for (Field field : plan.fields()) {
      if (!field.getType().isPrimitive()) {
        to.add(valueOf(field, of));
      }
    }
  }

  /**
   * Tells whether the child has null or zero in a field. Of ordinary objects such fields are not in
   * the image at all; a record needs all its components, and an initializer sets what it likes.
   */
  private static boolean isLeftOut(Field field, @Nullable Object of) {
    return (of == null || of instanceof Record || of instanceof Enum)
        && field.isAnnotationPresent(NotForked.class);
  }

  /** Puts the value of a field of primitive type, or zero if it is not to be copied. */
  static void putPrimitive(Field field, @Nullable Object of, ByteSink to) {
    if (isLeftOut(field, of)) {
      Primitives.putZero(field.getType(), to);
    } else {
      Primitives.put(field, of, to);
    }
  }

  /** Keys and values take turns; of a key that is not simple only the place is told. */
  static String entryPath(@Nullable Object[] parts, int at) {
    boolean isKey = (parts.length - at) % 2 == 0;
    if (isKey) {
      return ".keySet()[" + at / 2 + "]";
    }
    Object key = parts[at - 1];
    boolean simple = key instanceof String || key instanceof Number || key instanceof Enum;
    return simple ? "[" + key + "]" : ".values()[" + at / 2 + "]";
  }

  /**
   * Returns what the child gets of a field that was made accessible: its value, unless left out.
   */
  static @Nullable Object valueOf(Field field, @Nullable Object of) {
    try {
      return isLeftOut(field, of) ? null : field.get(of);
    } catch (IllegalAccessException e) {
      throw new AssertionError(field + " was made accessible", e);
    }
  }
}
