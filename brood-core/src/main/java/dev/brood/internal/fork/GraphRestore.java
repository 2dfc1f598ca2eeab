package dev.brood.internal.fork;

import dev.brood.exception.NotReceivableException;
import dev.brood.internal.codec.ByteSource;
import java.io.IOException;
import java.lang.ref.SoftReference;
import java.lang.ref.WeakReference;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Child: builds the graph that {@link GraphCapture} wrote.
 *
 * <p>Ordinary objects are made when they are named, and their fields are set when they are read:
 * that needs no code of the program. The rest is made later, in the order that {@link Assembly}
 * tells; a field or element that refers to it is set then.
 */
final class GraphRestore {

  private static final int NOTHING = -1;

  private final ClassLoader loader;
  private final Class<?>[] classes;
  private final Layout[] layouts;
  private final Set<String> initializedAgain;
  private final Assembly assembly;
  private final byte[] kinds;
  private final int[] layoutOf;
  private int lastHeld = NOTHING;

  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record Layout(
      Class<?> type,
      Field[] fields,
      boolean isInitializedAgain,
      @Nullable Constructor<?> constructor) {}

  /**
   * Reads the graph, and makes what needs no code of the program.
   *
   * @param initializedAgain classes whose initializers run in this JVM
   */
  GraphRestore(
      ByteSource counts, ByteSource[] sections, ClassLoader loader, Set<String> initializedAgain)
      throws Throwable {
    this.loader = loader;
    this.initializedAgain = initializedAgain;
    classes = new Class<?>[counts.getLength()];
    layouts = new Layout[counts.getLength()];
    kinds = new byte[counts.getLength()];
    layoutOf = new int[kinds.length];
    assembly = new Assembly(kinds.length);
    int fills = counts.getLength();
    for (int i = 0; i < classes.length; i++) {
      classes[i] = Reflected.find(sections[0].getString(), loader);
    }
    for (int i = 0; i < layouts.length; i++) {
      layouts[i] = readLayout(sections[1]);
    }
    for (int i = 0; i < kinds.length; i++) {
      make(i, sections[2]);
    }
    for (int i = 0; i < fills; i++) {
      fill(sections[3]);
    }
  }

  /** Returns what makes the rest. */
  Assembly assembly() {
    return assembly;
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
    return new Layout(type, fields, isInitializedAgain(type), null);
  }

  /** Making an object of a class initializes those above it too. */
  private boolean isInitializedAgain(Class<?> type) {
    for (Class<?> each = type; each != null; each = each.getSuperclass()) {
      if (initializedAgain.contains(each.getName())) {
        return true;
      }
    }
    return false;
  }

  private void make(int number, ByteSource from) throws ReflectiveOperationException {
    byte kind = from.getByte();
    kinds[number] = kind;
    if (Kind.isLeaf(kind)) {
      assembly.read(number);
    }
    Object object =
        switch (kind) {
          case Kind.FIELDS -> {
            int layout = from.getLength();
            layoutOf[number] = layout;
            if (layouts[layout].isInitializedAgain) {
              yield null;
            }
            yield newInstance(layout);
          }
          case Kind.ARRAY -> Array.newInstance(classAt(from), from.getLength());
          case Kind.PRIMITIVES -> Primitives.getArray(from);
          case Kind.STRING -> from.getString();
          case Kind.CLASS -> classAt(from);
          case Kind.ENUM -> makeEnum(number, classAt(from), from.getString());
          case Kind.PATH -> Path.of(from.getString());
          case Kind.CHARSET -> Charset.forName(from.getString());
          case Kind.CONSTANT -> StandardObjects.constant(from.getByte());
          case Kind.COLLECTION -> StandardObjects.newCollection(from.getByte());
          case Kind.MAP -> StandardObjects.newMap(from.getByte());
          case Kind.LOGGER -> StandardObjects.logger(from.getNullableString());
          case Kind.SYSTEM_LOGGER -> System.getLogger(from.getString());
          case Kind.JDK_LAMBDA -> classAt(from).getMethod(from.getString()).invoke(null);
          case Kind.RECORD, Kind.SERIAL -> {
            layoutOf[number] = from.getLength();
            yield null;
          }
          case Kind.STATIC_FIELD -> {
            Field field = classAt(from).getDeclaredField(from.getString());
            field.setAccessible(true);
            assembly.addInitialized(number, parts -> field.get(null));
            yield null;
          }
          default -> null;
        };
    assembly.provide(number, object);
  }

  private @Nullable Object makeEnum(int number, Class<?> type, String name)
      throws ReflectiveOperationException {
    if (!isInitializedAgain(type)) {
      return Reflected.constant(type, name);
    }
    assembly.addInitialized(number, parts -> Reflected.constant(type, name));
    return null;
  }

  private Object newInstance(int layout) throws ReflectiveOperationException {
    Layout known = layouts[layout];
    Constructor<?> constructor = known.constructor;
    if (constructor == null) {
      constructor = Reflected.withoutConstructor(known.type);
      layouts[layout] = new Layout(known.type, known.fields, known.isInitializedAgain, constructor);
    }
    return constructor.newInstance();
  }

  /** Reads a reference: null, a boxed value, an object, or that it is missing. */
  private @Nullable Object reference(ByteSource from) {
    return reference(NOTHING, from);
  }

  private @Nullable Object reference(int holder, ByteSource from) {
    int code = from.getLength();
    if (code == 0) {
      return null;
    }
    if (code < Primitives.FIRST_OBJECT) {
      return Primitives.getBoxed(code, from);
    }
    int number = code - Primitives.FIRST_OBJECT;
    if (holder != NOTHING) {
      assembly.hold(holder, number);
      lastHeld = number;
    }
    Object object = assembly.get(number);
    return object == null ? new Assembly.Missing(number) : object;
  }

  private @Nullable Object[] references(int holder, int count, ByteSource from) {
    @Nullable Object[] parts = new @Nullable Object[count];
    for (int i = 0; i < count; i++) {
      parts[i] = reference(holder, from);
    }
    return parts;
  }

  private @Nullable Object[] references(int holder, ByteSource from) {
    return references(holder, from.getLength(), from);
  }

  private void fill(ByteSource from) throws Throwable {
    int number = from.getLength();
    Object object = assembly.get(number);
    switch (kinds[number]) {
      case Kind.FIELDS -> fillFields(number, object, from);
      case Kind.ARRAY -> {
        Object[] array = (Object[]) Objects.requireNonNull(object);
        for (int i = 0; i < array.length; i++) {
          int at = i;
          assembly.set(reference(number, from), value -> Array.set(array, at, value));
        }
      }
      case Kind.COLLECTION, Kind.MAP, Kind.TREE_MAP, Kind.TREE_SET -> {
        byte kind = kinds[number];
        @Nullable Object[] held = references(number, from);
        byte rank = RestoredTables.rank(kind, object, held);
        assembly.add(
            number, rank, held, parts -> RestoredTables.fill(kind, assembly.get(number), parts));
      }
      case Kind.OPTIONAL -> plain(number, from, parts -> Optional.ofNullable(parts[0]));
      case Kind.WEAK_REFERENCE -> plain(number, from, parts -> new WeakReference<>(parts[0]));
      case Kind.SOFT_REFERENCE -> plain(number, from, parts -> new SoftReference<>(parts[0]));
      case Kind.RECORD -> fillRecord(number, from);
      case Kind.SERIAL -> fillSerial(number, from);
      case Kind.LAMBDA -> {
        LambdaOrigin origin = LambdaOrigin.get(from);
        @Nullable Object[] held = references(number, from);
        assembly.add(number, Assembly.PLAIN, held, parts -> origin.make(parts, loader));
      }
      default -> throw new NotReceivableException("kind=" + kinds[number] + " is unknown", null);
    }
    assembly.read(number);
  }

  private void plain(int number, ByteSource from, Assembly.Action action) throws Throwable {
    assembly.add(number, Assembly.PLAIN, references(number, 1, from), action);
  }

  private void fillFields(int number, @Nullable Object object, ByteSource from) throws Throwable {
    Field[] fields = layouts[layoutOf[number]].fields;
    if (object != null) {
      for (Field field : fields) {
        setField(number, field, object, from);
      }
      return;
    }
    @Nullable Object[] values = values(number, fields, from);
    assembly.addInitialized(
        number,
        parts -> {
          Object made = newInstance(layoutOf[number]);
          setFields(fields, made, values);
          return made;
        });
  }

  private @Nullable Object[] values(int holder, Field[] fields, ByteSource from) {
    @Nullable Object[] values = new @Nullable Object[fields.length];
    for (int i = 0; i < fields.length; i++) {
      Class<?> type = fields[i].getType();
      values[i] = type.isPrimitive() ? Primitives.get(type, from) : reference(holder, from);
    }
    return values;
  }

  private void setFields(Field[] fields, Object of, @Nullable Object[] values)
      throws ReflectiveOperationException {
    for (int i = 0; i < fields.length; i++) {
      Field field = fields[i];
      assembly.set(values[i], value -> field.set(of, value));
    }
  }

  private void fillRecord(int number, ByteSource from) throws Throwable {
    Layout layout = layouts[layoutOf[number]];
    Field[] fields = layout.fields;
    Class<?>[] types = new Class<?>[fields.length];
    @Nullable Object[] held = new @Nullable Object[types.length];
    List<Field> collectionFields = new ArrayList<>();
    List<Integer> collectionNumbers = new ArrayList<>();
    for (int i = 0; i < types.length; i++) {
      types[i] = fields[i].getType();
      lastHeld = NOTHING;
      held[i] = types[i].isPrimitive() ? Primitives.get(types[i], from) : reference(number, from);
      if (lastHeld != NOTHING && Kind.isCollection(kinds[lastHeld])) {
        collectionFields.add(fields[i]);
        collectionNumbers.add(lastHeld);
      }
    }
    Constructor<?> constructor = layout.type.getDeclaredConstructor(types);
    constructor.setAccessible(true);
    if (layout.isInitializedAgain) {
      assembly.needInitializer(number);
    }
    int[] collections = collectionNumbers.stream().mapToInt(each -> each).toArray();
    assembly.add(
        number,
        Assembly.RECORD,
        held,
        collections,
        parts -> {
          Object made = Reflected.newInstance(constructor, parts);
          for (int i = 0; i < collections.length; i++) {
            refuseCopyOfNothing(made, collectionFields.get(i), collections[i]);
          }
          return made;
        });
  }

  /** A constructor that copies a collection which holds the record itself copies it too early. */
  @SuppressWarnings("ReferenceEquality") // A copy is equal, but another.
  private void refuseCopyOfNothing(Object made, Field field, int collection)
      throws ReflectiveOperationException {
    if (assembly.isUnfilled(collection) && field.get(made) != assembly.get(collection)) {
      throw new NotReceivableException(
          "the constructor of "
              + made.getClass().getName()
              + " copies its "
              + field.getName()
              + ", which holds the record itself and can only be filled when that is made",
          null);
    }
  }

  private void fillSerial(int number, ByteSource from) throws Throwable {
    Layout layout = layouts[layoutOf[number]];
    byte[] serial = new byte[from.getLength()];
    from.getBytes(serial, 0, serial.length);
    @Nullable Object[] held = references(number, from);
    Field[] fields = layout.fields;
    @Nullable Object[] values = values(number, fields, from);
    assembly.add(
        number,
        Assembly.SERIAL,
        held,
        parts -> {
          Object object = makeSerial(layout.type, serial, parts);
          // Who replaces himself when he is read says what he is.
          if (object.getClass() == layout.type) {
            setFields(fields, object, values);
          }
          return object;
        });
  }

  private Object makeSerial(Class<?> type, byte[] serial, @Nullable Object[] parts)
      throws ClassNotFoundException {
    try {
      return SerialPart.read(serial, parts, loader);
    } catch (IOException | RuntimeException e) {
      String why = Objects.requireNonNullElse(e.getCause(), e).toString();
      throw new NotReceivableException(
          type.getName() + " cannot be made of what it holds: " + why, e);
    }
  }

  /** Sets a static field, or one of an enum constant, to the value that follows. */
  void setField(Field field, @Nullable Object of, ByteSource from)
      throws ReflectiveOperationException {
    setField(NOTHING, field, of, from);
  }

  private void setField(int holder, Field field, @Nullable Object of, ByteSource from)
      throws ReflectiveOperationException {
    if (field.getType().isPrimitive()) {
      field.set(of, Primitives.get(field.getType(), from));
    } else {
      assembly.set(reference(holder, from), value -> field.set(of, value));
    }
  }

  /** Returns the object that a reference stands for. */
  @Nullable Object objectAt(ByteSource from) {
    Object value = reference(from);
    return value instanceof Assembly.Missing(int number) ? assembly.get(number) : value;
  }
}
