package dev.brood.internal.codec;

import dev.brood.exception.NotReceivableException;
import dev.brood.exception.ProcessException;
import dev.brood.exception.ProtocolException;
import dev.brood.function.SerializableFunction;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.lang.reflect.Array;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Gets what {@link GraphWriter} puts. */
final class GraphReader {
  private final ValueReader reader;
  private final ByteSource source;
  private final ShapeTable shapes;
  private List<Attachment> attachments = List.of();

  /** What has replaced the objects of this value that put something in their place. */
  private final List<@Nullable Object> replaced = new ArrayList<>();

  GraphReader(ValueReader reader, ByteSource source, ShapeTable shapes) {
    this.reader = reader;
    this.source = source;
    this.shapes = shapes;
  }

  void attach(List<Attachment> newAttachments) {
    attachments = newAttachments;
  }

  private @Nullable Object get(int depth) throws IOException, ReflectiveOperationException {
    int tag = source.getByte() & 0xff;
    if (tag >= Tag.SMALL_INT) {
      return tag - Tag.SMALL_INT + Tag.SMALL_INT_LEAST;
    }
    return tag <= Tag.STRING ? reader.getCommon(tag) : get(tag, depth);
  }

  private Object getNonNull(int depth) throws IOException, ReflectiveOperationException {
    Object value = get(depth);
    if (value == null) {
      throw new ProtocolException("null where there can be none");
    }
    return value;
  }

  /** Gets a value as a whole, whose tag was read already. */
  @Nullable Object read(int tag) throws IOException, ReflectiveOperationException {
    try {
      return get(tag, 0);
    } finally {
      replaced.clear();
    }
  }

  private @Nullable Object get(int tag, int depth)
      throws IOException, ReflectiveOperationException {
    if (depth > GraphWriter.MAX_DEPTH + 1) {
      throw new ProtocolException("a value is too deep: depth=" + depth);
    }
    return switch (tag) {
      case Tag.PRIMITIVE_ARRAY -> {
        int kind = source.getByte();
        int length = source.getCount(1);
        Object array = PrimitiveArrays.get(source, checkKind(kind), length);
        shapes.check(array.getClass(), length);
        yield array;
      }
      case Tag.ATTACHMENT -> {
        Attachment attachment = attachment(source.getLength());
        shapes.check(attachment.array().getClass(), attachment.length());
        yield attachment.array();
      }
      case Tag.ATTACHED_TEXT -> attachment(source.getLength()).text();
      case Tag.STRING_ARRAY -> fill(new String[source.getCount(1)], depth);
      case Tag.OBJECT_ARRAY -> fill(new Object[source.getCount(1)], depth);
      case Tag.TYPED_ARRAY -> fill(newArray(shapes.classAt(source.getLength())), depth);
      case Tag.HASH_MAP -> getHashMap(depth);
      case Tag.MAP_OF -> getMapOf(depth);
      case Tag.ENTRY_OF -> {
        Object key = getNonNull(depth + 1);
        yield Map.entry(key, getNonNull(depth + 1));
      }
      case Tag.SIMPLE_IMMUTABLE_ENTRY -> {
        Object first = get(depth + 1);
        yield new AbstractMap.SimpleImmutableEntry<@Nullable Object, @Nullable Object>(
            first, get(depth + 1));
      }
      case Tag.OPTIONAL_EMPTY -> Optional.empty();
      case Tag.OPTIONAL -> Optional.of(getNonNull(depth + 1));
      case Tag.CALLED_FUNCTION -> getCalled(depth);
      case Tag.RECORD -> getRecord(shapes.recordAt(source.getLength()), depth);
      case Tag.REPLACED -> {
        Object object = getRecord(shapes.recordAt(source.getLength()), depth);
        replaced.add(object);
        yield object;
      }
      case Tag.REPLACED_BEFORE -> replacedBefore(source.getLength());
      case Tag.ENUM -> shapes.enumAt(source.getLength()).constant(source.getLength());
      case Tag.LAMBDA -> getLambda(shapes.lambdaAt(source.getLength()), depth);
      case Tag.CLASS -> shapes.classAt(source.getLength());
      case Tag.JDK -> getJdk();
      default -> {
        if (tag >= Tag.ARRAY_LIST && tag <= Tag.SET_OF) {
          yield getCollection(tag, depth);
        }
        yield tag <= Tag.STRING || tag >= Tag.SMALL_INT ? common(tag) : Leaves.get(tag, source);
      }
    };
  }

  /** Reached only when a value is read again on a large stack. */
  private @Nullable Object common(int tag) {
    return tag >= Tag.SMALL_INT ? tag - Tag.SMALL_INT + Tag.SMALL_INT_LEAST : reader.getCommon(tag);
  }

  static int checkKind(int kind) {
    if (kind < PrimitiveArrays.BOOLEAN || kind > PrimitiveArrays.DOUBLE) {
      throw new ProtocolException("not a kind of primitive array: kind=" + kind);
    }
    return kind;
  }

  private Attachment attachment(int index) {
    if (index < 0 || index >= attachments.size()) {
      throw new ProtocolException(
          "no such attachment: index=" + index + ", count=" + attachments.size());
    }
    return attachments.get(index);
  }

  private Object[] newArray(Class<?> type) throws IOException {
    Class<?> component = type.getComponentType();
    if (component == null || component.isPrimitive()) {
      throw new ProtocolException("not a class of an array of objects: class=" + type.getName());
    }
    return (Object[]) Array.newInstance(component, source.getCount(1));
  }

  private @Nullable Object[] fill(@Nullable Object[] array, int depth)
      throws IOException, ReflectiveOperationException {
    shapes.check(array.getClass(), array.length);
    for (int i = 0; i < array.length; i++) {
      array[i] = get(depth + 1);
    }
    return array;
  }

  private Collection<?> getCollection(int tag, int depth)
      throws IOException, ReflectiveOperationException {
    int size = source.getCount(1);
    return switch (tag) {
      case Tag.ARRAY_LIST -> getArrayList(size, depth);
      case Tag.HASH_SET -> addAll(HashSet.newHashSet(size), size, depth);
      case Tag.LINKED_HASH_SET -> addAll(LinkedHashSet.newLinkedHashSet(size), size, depth);
      case Tag.LIST_OF -> List.of(fill(new Object[size], depth));
      case Tag.LIST_OF_NULLABLE -> Arrays.stream(fill(new Object[size], depth)).toList();
      case Tag.AS_LIST -> Arrays.asList(fill(new Object[size], depth));
      default -> Set.of(fill(new Object[size], depth));
    };
  }

  /** By itself, because this is what a chunk of a {@code map} is: the JIT then knows the class. */
  private List<?> getArrayList(int size, int depth)
      throws IOException, ReflectiveOperationException {
    shapes.check(Object[].class, size);
    ArrayList<@Nullable Object> list = new ArrayList<>(size);
    while (list.size() < size) {
      NumberRuns.get(source, list, size);
      if (list.size() < size) {
        list.add(get(depth + 1));
      }
    }
    return list;
  }

  private Collection<?> addAll(Collection<@Nullable Object> into, int size, int depth)
      throws IOException, ReflectiveOperationException {
    shapes.check(Object[].class, size);
    for (int i = 0; i < size; i++) {
      into.add(get(depth + 1));
    }
    return into;
  }

  private Map<?, ?> getHashMap(int depth) throws IOException, ReflectiveOperationException {
    int size = source.getCount(2);
    shapes.check(Object[].class, size);
    HashMap<@Nullable Object, @Nullable Object> map = HashMap.newHashMap(size);
    for (int i = 0; i < size; i++) {
      Object key = get(depth + 1);
      map.put(key, get(depth + 1));
    }
    return map;
  }

  private Map<?, ?> getMapOf(int depth) throws IOException, ReflectiveOperationException {
    int size = source.getCount(2);
    shapes.check(Object[].class, size);
    Map.Entry<?, ?>[] entries = new Map.Entry<?, ?>[size];
    for (int i = 0; i < size; i++) {
      Object key = getNonNull(depth + 1);
      entries[i] = Map.entry(key, getNonNull(depth + 1));
    }
    return Map.ofEntries(entries);
  }

  private @Nullable Object replacedBefore(int index) {
    if (index < 0 || index >= replaced.size()) {
      throw new ProtocolException(
          "no object was replaced before: index=" + index + ", count=" + replaced.size());
    }
    return replaced.get(index);
  }

  private @Nullable Object getRecord(LocalRecord local, int depth)
      throws IOException, ReflectiveOperationException {
    @Nullable Object[] arguments = local.newArguments();
    byte[] kinds = local.kinds;
    for (int i = 0; i < kinds.length; i++) {
      Object value = getComponent(kinds[i], depth);
      int place = local.places[i];
      if (place >= 0) {
        arguments[place] = value;
      }
    }
    Object object = local.newRecord(arguments);
    if (object != null && object.getClass() != local.type) {
      shapes.check(object.getClass(), object.getClass().isArray() ? Array.getLength(object) : -1);
    }
    return object;
  }

  private @Nullable Object getComponent(byte kind, int depth)
      throws IOException, ReflectiveOperationException {
    return switch (kind) {
      case 'L' -> get(depth + 1);
      case 'I' -> source.getInt();
      case 'J' -> source.getLong();
      case 'D' -> Double.longBitsToDouble(source.getLong());
      case 'F' -> Float.intBitsToFloat(source.getInt());
      case 'Z' -> source.getByte() != 0;
      case 'B' -> source.getByte();
      case 'S' -> source.getShort();
      default -> (char) source.getShort();
    };
  }

  // The caller's compiler has seen that they belong together, and whether it may be null.
  @SuppressWarnings({"unchecked", "NullAway"})
  private CalledFunction<?, ?> getCalled(int depth)
      throws IOException, ReflectiveOperationException {
    if (!(getNonNull(depth + 1) instanceof SerializableFunction<?, ?> function)) {
      throw new InvalidObjectException("what is to be called is no SerializableFunction here");
    }
    return new CalledFunction<>((SerializableFunction<Object, ?>) function, get(depth + 1));
  }

  private Object getLambda(LocalLambda local, int depth)
      throws IOException, ReflectiveOperationException {
    Object single = local.single();
    if (single != null) {
      return single;
    }
    int count = local.shape.captured;
    source.requireAvailable(count);
    Object[] captured = new Object[count];
    fill(captured, depth);
    return local.of(captured);
  }

  private @Nullable Object getJdk() throws IOException, ClassNotFoundException {
    long length = source.getLong();
    source.requireAvailable(length);
    long after = source.remaining() - length;
    Object value;
    try {
      value = SerialInput.read(source, length, shapes, attachments);
    } catch (ProcessException inside) {
      // Thrown by the user's own code: it says nothing about the bytes around this object.
      throw new NotReceivableException("a value cannot be rebuilt in this process", inside);
    }
    source.skip(source.remaining() - after);
    return value;
  }
}
