package dev.brood.internal.fork;

import dev.brood.exception.NotReceivableException;
import dev.brood.internal.codec.ByteSource;
import java.lang.ref.SoftReference;
import java.lang.ref.WeakReference;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Child: builds the graph that {@link GraphCapture} wrote.
 *
 * <p>Objects are made when they are named if they can be, and filled in the order of the image, in
 * which an object follows what it holds. Where a circle, or an object that only the initializer of
 * a class makes, allows no such order, the object is left for {@link #finish}; a field or element
 * that refers to it is set then.
 */
final class GraphRestore {

  private final ClassLoader loader;
  private final Class<?>[] classes;
  private final Layout[] layouts;
  private final @Nullable Object[] objects;
  private final byte[] kinds;
  private final int[] layoutOf;
  private final List<Later> later = new ArrayList<>();
  private final List<Gap> gaps = new ArrayList<>();
  private final List<ByInitializer> byInitializer = new ArrayList<>();

  /** Something to make or fill when all that it needs is there. */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record Later(int number, @Nullable Object[] parts, Action action) {}

  /** A field or element to set when its value is there. */
  private record Gap(Target target, int number) {}

  /** An object that the initializer of a class makes. */
  private record ByInitializer(int number, Class<?> type, String field) {}

  private interface Action {
    @Nullable Object run(@Nullable Object[] parts) throws Throwable;
  }

  private interface Target {
    void set(@Nullable Object value) throws ReflectiveOperationException;
  }

  /** Stands for an object that is not there yet. */
  private record Missing(int number) {}

  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record Layout(Class<?> type, Field[] fields, @Nullable Constructor<?> constructor) {}

  GraphRestore(ByteSource counts, ByteSource[] sections, ClassLoader loader)
      throws ReflectiveOperationException {
    this.loader = loader;
    classes = new Class<?>[counts.getLength()];
    layouts = new Layout[counts.getLength()];
    objects = new @Nullable Object[counts.getLength()];
    kinds = new byte[objects.length];
    layoutOf = new int[objects.length];
    int fills = counts.getLength();
    for (int i = 0; i < classes.length; i++) {
      classes[i] = Reflected.find(sections[0].getString(), loader);
    }
    for (int i = 0; i < layouts.length; i++) {
      layouts[i] = readLayout(sections[1]);
    }
    for (int i = 0; i < objects.length; i++) {
      make(i, sections[2]);
    }
    try {
      for (int i = 0; i < fills; i++) {
        fill(sections[3]);
      }
      runLater();
    } catch (ReflectiveOperationException | RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new NotReceivableException("an object of the forked state cannot be made", e);
    }
  }

  Class<?> classAt(ByteSource from) {
    return classes[from.getLength()];
  }

  private Layout readLayout(ByteSource from) throws ReflectiveOperationException {
    Class<?> type = classAt(from);
    Field[] fields = new Field[from.getLength()];
    for (int i = 0; i < fields.length; i++) {
      fields[i] = classAt(from).getDeclaredField(from.getString());
      fields[i].setAccessible(true);
    }
    return new Layout(type, fields, null);
  }

  private void make(int number, ByteSource from) throws ReflectiveOperationException {
    byte kind = from.getByte();
    kinds[number] = kind;
    objects[number] =
        switch (kind) {
          case Kind.FIELDS -> {
            layoutOf[number] = from.getLength();
            yield newInstance(layoutOf[number]);
          }
          case Kind.ARRAY -> Array.newInstance(classAt(from), from.getLength());
          case Kind.PRIMITIVES -> Primitives.getArray(from);
          case Kind.STRING -> from.getString();
          case Kind.CLASS -> classAt(from);
          case Kind.ENUM -> Reflected.constant(classAt(from), from.getString());
          case Kind.PATH -> Path.of(from.getString());
          case Kind.CHARSET -> Charset.forName(from.getString());
          case Kind.CONSTANT -> StandardObjects.constant(from.getByte());
          case Kind.COLLECTION -> StandardObjects.newCollection(from.getByte());
          case Kind.MAP -> StandardObjects.newMap(from.getByte());
          case Kind.LOGGER -> StandardObjects.logger(from.getNullableString());
          case Kind.SYSTEM_LOGGER -> System.getLogger(from.getString());
          case Kind.RECORD, Kind.SERIAL -> {
            layoutOf[number] = from.getLength();
            yield null;
          }
          case Kind.STATIC_FIELD -> {
            byInitializer.add(new ByInitializer(number, classAt(from), from.getString()));
            yield null;
          }
          default -> null;
        };
  }

  private Object newInstance(int layout) throws ReflectiveOperationException {
    Layout known = layouts[layout];
    Constructor<?> constructor = known.constructor;
    if (constructor == null) {
      constructor = Reflected.withoutConstructor(known.type);
      layouts[layout] = new Layout(known.type, known.fields, constructor);
    }
    return constructor.newInstance();
  }

  /** Reads a reference: null, a boxed value, an object, or that it is missing. */
  @Nullable Object reference(ByteSource from) {
    int code = from.getLength();
    if (code == 0) {
      return null;
    }
    if (code < Primitives.FIRST_OBJECT) {
      return Primitives.getBoxed(code, from);
    }
    int number = code - Primitives.FIRST_OBJECT;
    Object object = objects[number];
    return object == null ? new Missing(number) : object;
  }

  private @Nullable Object[] references(int count, ByteSource from) {
    @Nullable Object[] parts = new @Nullable Object[count];
    for (int i = 0; i < count; i++) {
      parts[i] = reference(from);
    }
    return parts;
  }

  private void fill(ByteSource from) throws Throwable {
    int number = from.getLength();
    Object object = objects[number];
    switch (kinds[number]) {
      case Kind.FIELDS -> {
        for (Field field : layouts[layoutOf[number]].fields) {
          setField(field, object, from);
        }
      }
      case Kind.ARRAY -> {
        Object[] array = (Object[]) Objects.requireNonNull(object);
        for (int i = 0; i < array.length; i++) {
          int at = i;
          set(reference(from), value -> Array.set(array, at, value));
        }
      }
      case Kind.COLLECTION -> {
        @SuppressWarnings("unchecked")
        Collection<@Nullable Object> collection =
            (Collection<@Nullable Object>) Objects.requireNonNull(object);
        soon(
            number,
            references(from.getLength(), from),
            parts -> {
              collection.addAll(Arrays.asList(parts));
              return collection;
            });
      }
      case Kind.MAP -> {
        @SuppressWarnings("unchecked")
        Map<@Nullable Object, @Nullable Object> map =
            (Map<@Nullable Object, @Nullable Object>) Objects.requireNonNull(object);
        soon(number, references(from.getLength(), from), parts -> putAll(map, parts, 0));
      }
      case Kind.TREE_MAP ->
          soon(
              number,
              references(from.getLength(), from),
              parts -> putAll(new TreeMap<>(comparator(parts)), parts, 1));
      case Kind.TREE_SET ->
          soon(
              number,
              references(from.getLength(), from),
              parts -> {
                TreeSet<@Nullable Object> set = new TreeSet<>(comparator(parts));
                set.addAll(Arrays.asList(parts).subList(1, parts.length));
                return set;
              });
      case Kind.OPTIONAL ->
          soon(number, references(1, from), parts -> Optional.ofNullable(parts[0]));
      case Kind.WEAK_REFERENCE ->
          soon(number, references(1, from), parts -> new WeakReference<>(parts[0]));
      case Kind.SOFT_REFERENCE ->
          soon(number, references(1, from), parts -> new SoftReference<>(parts[0]));
      case Kind.RECORD -> fillRecord(number, from);
      case Kind.SERIAL -> fillSerial(number, from);
      case Kind.LAMBDA -> {
        LambdaOrigin origin = LambdaOrigin.get(from);
        soon(number, references(from.getLength(), from), parts -> origin.make(parts, loader));
      }
      default -> throw new NotReceivableException("kind=" + kinds[number] + " is unknown", null);
    }
  }

  private static Map<@Nullable Object, @Nullable Object> putAll(
      Map<@Nullable Object, @Nullable Object> map, @Nullable Object[] parts, int first) {
    for (int i = first; i < parts.length; i += 2) {
      map.put(parts[i], parts[i + 1]);
    }
    return map;
  }

  @SuppressWarnings("unchecked")
  private static @Nullable Comparator<Object> comparator(@Nullable Object[] parts) {
    return (Comparator<Object>) parts[0];
  }

  private void fillRecord(int number, ByteSource from) throws Throwable {
    Layout layout = layouts[layoutOf[number]];
    Class<?>[] types = new Class<?>[layout.fields.length];
    @Nullable Object[] parts = new @Nullable Object[types.length];
    for (int i = 0; i < types.length; i++) {
      types[i] = layout.fields[i].getType();
      parts[i] = types[i].isPrimitive() ? Primitives.get(types[i], from) : reference(from);
    }
    Constructor<?> constructor = layout.type.getDeclaredConstructor(types);
    constructor.setAccessible(true);
    soon(number, parts, values -> newInstance(constructor, values));
  }

  @SuppressWarnings("NullAway") // A component may be null.
  private static Object newInstance(Constructor<?> constructor, @Nullable Object[] values)
      throws Throwable {
    try {
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      throw Objects.requireNonNullElse(e.getCause(), e);
    }
  }

  private void fillSerial(int number, ByteSource from) throws Throwable {
    Layout layout = layouts[layoutOf[number]];
    byte[] serial = new byte[from.getLength()];
    from.getBytes(serial, 0, serial.length);
    int inSerial = from.getLength();
    @Nullable Object[] held = references(inSerial, from);
    Field[] fields = layout.fields;
    @Nullable Object[] values = new @Nullable Object[fields.length];
    for (int i = 0; i < fields.length; i++) {
      Class<?> type = fields[i].getType();
      values[i] = type.isPrimitive() ? Primitives.get(type, from) : reference(from);
    }
    soon(
        number,
        held,
        parts -> {
          Object object = SerialPart.read(serial, parts, loader);
          // Who replaces himself when he is read says what he is.
          for (int i = 0; i < fields.length && object.getClass() == layout.type; i++) {
            Field field = fields[i];
            set(values[i], value -> field.set(object, value));
          }
          return object;
        });
  }

  /** Makes or fills an object now, or when what is missing of its parts is there. */
  private void soon(int number, @Nullable Object[] parts, Action action) throws Throwable {
    for (Object each : parts) {
      if (each instanceof Missing) {
        later.add(new Later(number, parts, action));
        return;
      }
    }
    objects[number] = action.run(parts);
  }

  private void set(@Nullable Object value, Target target) throws ReflectiveOperationException {
    if (value instanceof Missing(int number)) {
      Object found = objects[number];
      if (found == null) {
        gaps.add(new Gap(target, number));
      } else {
        target.set(found);
      }
    } else {
      target.set(value);
    }
  }

  /** Sets a field to the value that follows; {@code of} is null for a static field. */
  void setField(Field field, @Nullable Object of, ByteSource from)
      throws ReflectiveOperationException {
    if (field.getType().isPrimitive()) {
      field.set(of, Primitives.get(field.getType(), from));
    } else {
      set(reference(from), value -> field.set(of, value));
    }
  }

  private void runLater() throws Throwable {
    boolean progress = true;
    while (progress && !later.isEmpty()) {
      List<Later> waiting = List.copyOf(later);
      later.clear();
      for (Later each : waiting) {
        for (int i = 0; i < each.parts.length; i++) {
          if (each.parts[i] instanceof Missing(int number) && objects[number] != null) {
            each.parts[i] = objects[number];
          }
        }
        soon(each.number, each.parts, each.action);
      }
      progress = later.size() < waiting.size();
    }
    List<Gap> open = List.copyOf(gaps);
    gaps.clear();
    for (Gap each : open) {
      set(new Missing(each.number), each.target);
    }
  }

  /** Completes the graph with what only initializers make; all other static fields are set. */
  void finish() throws Throwable {
    for (ByInitializer each : byInitializer) {
      Field field = each.type.getDeclaredField(each.field);
      field.setAccessible(true);
      objects[each.number] = field.get(null);
    }
    runLater();
    if (!later.isEmpty() || !gaps.isEmpty()) {
      throw new NotReceivableException("parts of the forked state are missing", null);
    }
  }

  /** Returns the object that a reference stands for. */
  @Nullable Object objectAt(ByteSource from) {
    Object value = reference(from);
    return value instanceof Missing(int number) ? objects[number] : value;
  }
}
