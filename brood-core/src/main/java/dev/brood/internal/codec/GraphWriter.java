package dev.brood.internal.codec;

import java.io.IOException;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Puts values that hold values, as long as the rules of {@link ValueWriter} for the short forms are
 * kept. Every method returns false when they are broken; what was put is then dropped by the
 * caller.
 */
final class GraphWriter {
  /** Deeper values go to JDK serialization, which can be given a larger stack. */
  static final int MAX_DEPTH = 32;

  private final ValueWriter writer;
  private final ByteSink sink;
  private final Identities mutable = new Identities();

  /** The objects that have put a record in their place, numbered. */
  private final IdentityHashMap<Object, Integer> replaced = new IdentityHashMap<>();

  /** Whether a part needed JDK serialization. */
  private boolean foreign;

  /**
   * {@code Arrays.asList} is a view of an array which cannot be had from it, so it is not known
   * whether another part of the value holds the same array.
   */
  private boolean arrays;

  private boolean arrayViews;

  GraphWriter(ValueWriter writer, ByteSink sink) {
    this.writer = writer;
    this.sink = sink;
  }

  /** Forgets the value. */
  void clear() {
    mutable.clear();
    if (!replaced.isEmpty()) {
      replaced.clear();
    }
    foreign = false;
    arrays = false;
    arrayViews = false;
  }

  boolean put(@Nullable Object value, int depth) throws IOException, ReflectiveOperationException {
    if (value == null) {
      sink.putByte(Tag.NULL);
      return true;
    }
    if (writer.putCommon(value)) {
      return true;
    }
    Class<?> type = value.getClass();
    if (type == CalledFunction.class) {
      return putCalled((CalledFunction<?, ?>) value, depth);
    }
    if (Leaves.put(sink, value, type)) {
      return true;
    }
    if (depth > MAX_DEPTH) {
      return false;
    }
    if (type.isArray()) {
      return putArray(value, type, depth);
    }
    if (value instanceof Collection<?> collection) {
      int tag = JdkClasses.tagOf(collection, type);
      return tag < 0 ? putPlanned(value, type, depth) : putCollection(collection, tag, depth);
    }
    if (type == HashMap.class) {
      return track(value) && putMap((Map<?, ?>) value, Tag.HASH_MAP, depth);
    }
    if (JdkClasses.isMapOf(type)) {
      return putMap((Map<?, ?>) value, Tag.MAP_OF, depth);
    }
    if (type == JdkClasses.ENTRY_OF) {
      return putEntry((Map.Entry<?, ?>) value, Tag.ENTRY_OF, depth);
    }
    if (type == AbstractMap.SimpleImmutableEntry.class) {
      return putEntry((Map.Entry<?, ?>) value, Tag.SIMPLE_IMMUTABLE_ENTRY, depth);
    }
    if (type == Optional.class) {
      return putOptional((Optional<?>) value, depth);
    }
    if (type == Class.class) {
      return putClass((Class<?>) value);
    }
    return putPlanned(value, type, depth);
  }

  /** Notes a mutable object; false if it was met before or something foreign may hold it too. */
  private boolean track(Object object) {
    return !foreign && mutable.add(object);
  }

  /** Something that only JDK serialization can write; it may share with any mutable object. */
  private boolean putForeign(Object value) throws IOException {
    if (foreign || mutable.size() > 0) {
      return false;
    }
    foreign = true;
    writer.putJdk(value);
    return true;
  }

  private boolean putArray(Object array, Class<?> type, int depth)
      throws IOException, ReflectiveOperationException {
    if (!track(array)) {
      return false;
    }
    int kind = PrimitiveArrays.kindOf(type);
    if (kind >= 0) {
      int length = PrimitiveArrays.length(kind, array);
      if (PrimitiveArrays.byteLength(kind, array) >= Attachment.THRESHOLD) {
        sink.putByte(Tag.ATTACHMENT);
        sink.putLength(writer.attach(Attachment.of(kind, array)));
      } else {
        sink.putByte(Tag.PRIMITIVE_ARRAY);
        sink.putByte(kind);
        sink.putLength(length);
        PrimitiveArrays.put(sink, kind, array, length);
      }
      return true;
    }
    if (arrayViews) {
      return false;
    }
    arrays = true;
    Object[] elements = (Object[]) array;
    if (type == Object[].class) {
      sink.putByte(Tag.OBJECT_ARRAY);
    } else if (type == String[].class) {
      sink.putByte(Tag.STRING_ARRAY);
    } else {
      Shape shape = ClassPlan.shapeOf(type);
      if (shape == null) {
        return false;
      }
      sink.putByte(Tag.TYPED_ARRAY);
      writer.putShape(shape);
    }
    sink.putLength(elements.length);
    for (Object each : elements) {
      if (!put(each, depth + 1)) {
        return false;
      }
    }
    return true;
  }

  private boolean putCollection(Collection<?> collection, int tag, int depth)
      throws IOException, ReflectiveOperationException {
    if (tag == Tag.AS_LIST) {
      if (arrays || arrayViews) {
        return false;
      }
      arrayViews = true;
    }
    if (JdkClasses.isMutable(tag) && !track(collection)) {
      return false;
    }
    sink.putByte(tag);
    int size = collection.size();
    sink.putLength(size);
    if (tag == Tag.ARRAY_LIST) {
      return putElements((ArrayList<?>) collection, size, depth);
    }
    int done = 0;
    for (Object each : collection) {
      if (!put(each, depth + 1)) {
        return false;
      }
      done++;
    }
    return JdkClasses.checkSize(done, size);
  }

  /** Without an iterator: this is the path of chunks of a {@code map}. */
  private boolean putElements(List<?> list, int size, int depth)
      throws IOException, ReflectiveOperationException {
    int done = 0;
    while (done < size && done < list.size()) {
      done = NumberRuns.put(sink, list, done, Math.min(size, list.size()));
      if (done < size && done < list.size()) {
        Object each = list.get(done++);
        if (!writer.putCommon(each) && !put(each, depth + 1)) {
          return false;
        }
      }
    }
    return JdkClasses.checkSize(list.size() == size ? done : -1, size);
  }

  private boolean putMap(Map<?, ?> map, int tag, int depth)
      throws IOException, ReflectiveOperationException {
    sink.putByte(tag);
    int size = map.size();
    sink.putLength(size);
    int done = 0;
    for (Map.Entry<?, ?> each : map.entrySet()) {
      if (!put(each.getKey(), depth + 1) || !put(each.getValue(), depth + 1)) {
        return false;
      }
      done++;
    }
    return JdkClasses.checkSize(done, size);
  }

  private boolean putEntry(Map.Entry<?, ?> entry, int tag, int depth)
      throws IOException, ReflectiveOperationException {
    sink.putByte(tag);
    return put(entry.getKey(), depth + 1) && put(entry.getValue(), depth + 1);
  }

  private boolean putCalled(CalledFunction<?, ?> called, int depth)
      throws IOException, ReflectiveOperationException {
    sink.putByte(Tag.CALLED_FUNCTION);
    return put(called.function(), depth + 1) && put(called.argument(), depth + 1);
  }

  private boolean putOptional(Optional<?> optional, int depth)
      throws IOException, ReflectiveOperationException {
    if (optional.isEmpty()) {
      sink.putByte(Tag.OPTIONAL_EMPTY);
      return true;
    }
    sink.putByte(Tag.OPTIONAL);
    return put(optional.get(), depth + 1);
  }

  private boolean putClass(Class<?> value) throws IOException {
    Shape shape = ClassPlan.shapeOf(value);
    if (shape == null) {
      return putForeign(value);
    }
    sink.putByte(Tag.CLASS);
    writer.putShape(shape);
    return true;
  }

  private boolean putPlanned(Object value, Class<?> type, int depth)
      throws IOException, ReflectiveOperationException {
    ClassPlan plan = ClassPlan.of(type);
    if (plan instanceof ClassPlan.OfRecord record) {
      return putRecord(Tag.RECORD, value, record, depth);
    }
    if (plan instanceof ClassPlan.OfEnum constants) {
      putEnum((Enum<?>) value, constants);
      return true;
    }
    if (plan instanceof ClassPlan.OfLambda lambda) {
      return putLambda(value, lambda, depth);
    }
    if (plan instanceof ClassPlan.OfReplaced replacing) {
      return replacing.isForeign() ? putForeign(value) : putReplaced(value, replacing, depth);
    }
    return putForeign(value);
  }

  @SuppressWarnings("EnumOrdinal") // The shape says which constant it is.
  private void putEnum(Enum<?> value, ClassPlan.OfEnum plan) {
    sink.putByte(Tag.ENUM);
    writer.putShape(plan.shape);
    sink.putLength(value.ordinal());
  }

  private boolean putReplaced(Object value, ClassPlan.OfReplaced plan, int depth)
      throws IOException, ReflectiveOperationException {
    Integer before = replaced.get(value);
    if (before != null) {
      sink.putByte(Tag.REPLACED_BEFORE);
      sink.putLength(before);
      return true;
    }
    if (!track(value)) {
      return false;
    }
    Object record;
    try {
      record = plan.replace(value);
    } catch (InvocationTargetException refused) {
      // It may do so again, for the JDK, which says it in the usual words.
      return false;
    }
    if (record == null || !(ClassPlan.of(record.getClass()) instanceof ClassPlan.OfRecord form)) {
      plan.setForeign();
      return false;
    }
    if (!putRecord(Tag.REPLACED, record, form, depth)) {
      return false;
    }
    replaced.put(value, replaced.size());
    return true;
  }

  private boolean putRecord(int tag, Object value, ClassPlan.OfRecord plan, int depth)
      throws IOException, ReflectiveOperationException {
    sink.putByte(tag);
    writer.putShape(plan.shape);
    byte[] kinds = plan.kinds;
    Field[] fields = plan.fields;
    for (int i = 0; i < fields.length; i++) {
      Field field = fields[i];
      switch (kinds[i]) {
        case 'L' -> {
          if (!put(field.get(value), depth + 1)) {
            return false;
          }
        }
        case 'I' -> sink.putInt(field.getInt(value));
        case 'J' -> sink.putLong(field.getLong(value));
        case 'D' -> sink.putLong(Double.doubleToRawLongBits(field.getDouble(value)));
        case 'F' -> sink.putInt(Float.floatToRawIntBits(field.getFloat(value)));
        case 'Z' -> sink.putByte(field.getBoolean(value) ? 1 : 0);
        case 'B' -> sink.putByte(field.getByte(value));
        case 'S' -> sink.putShort(field.getShort(value));
        default -> sink.putShort(field.getChar(value));
      }
    }
    return true;
  }

  private boolean putLambda(Object value, ClassPlan.OfLambda plan, int depth)
      throws IOException, ReflectiveOperationException {
    Shape shape = plan.shape();
    if (shape != null && plan.isConstant()) {
      sink.putByte(Tag.LAMBDA);
      writer.putShape(shape);
      return true;
    }
    SerializedLambda parts = plan.takeApart(value);
    if (parts == null) {
      return false;
    }
    if (shape == null) {
      shape = plan.shape(parts);
      if (shape == null) {
        return false;
      }
    }
    sink.putByte(Tag.LAMBDA);
    writer.putShape(shape);
    for (int i = 0; i < parts.getCapturedArgCount(); i++) {
      if (!put(parts.getCapturedArg(i), depth + 1)) {
        return false;
      }
    }
    return true;
  }
}
