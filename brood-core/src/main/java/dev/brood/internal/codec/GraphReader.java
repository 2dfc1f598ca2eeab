package dev.brood.internal.codec;

import dev.brood.exception.NotReceivableException;
import dev.brood.exception.ProcessException;
import dev.brood.exception.ProtocolException;
import java.io.IOException;
import java.io.InputStream;
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

  @Nullable Object get(int tag, int depth) throws IOException, ReflectiveOperationException {
    if (depth > GraphWriter.MAX_DEPTH + 1) {
      throw new ProtocolException("a value is too deep: depth=" + depth);
    }
    return switch (tag) {
      case Tag.PRIMITIVE_ARRAY -> {
        int kind = source.getByte();
        int length = source.getCount(1);
        yield PrimitiveArrays.get(source, checkKind(kind), length);
      }
      case Tag.ATTACHMENT -> attachment(source.getLength());
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
      case Tag.RECORD -> getRecord(shapes.recordAt(source.getLength()), depth);
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

  private Object attachment(int index) {
    if (index < 0 || index >= attachments.size()) {
      throw new ProtocolException(
          "no such attachment: index=" + index + ", count=" + attachments.size());
    }
    return attachments.get(index).array();
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
      case Tag.ARRAY_LIST -> addAll(new ArrayList<>(size), size, depth);
      case Tag.HASH_SET -> addAll(HashSet.newHashSet(size), size, depth);
      case Tag.LINKED_HASH_SET -> addAll(LinkedHashSet.newLinkedHashSet(size), size, depth);
      case Tag.LIST_OF -> List.of(fill(new Object[size], depth));
      case Tag.LIST_OF_NULLABLE -> Arrays.stream(fill(new Object[size], depth)).toList();
      case Tag.AS_LIST -> Arrays.asList(fill(new Object[size], depth));
      default -> Set.of(fill(new Object[size], depth));
    };
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

  private Object getRecord(LocalRecord local, int depth)
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
    return local.newRecord(arguments);
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
    return local.newLambda(captured);
  }

  private @Nullable Object getJdk() throws IOException, ClassNotFoundException {
    long length = source.getLong();
    source.requireAvailable(length);
    long after = source.remaining() - length;
    SerialInput input =
        new SerialInput(
            new SourceStream(source, length), length, shapes, attachments, shapes.filter());
    Object value;
    try {
      value = input.readObject();
    } catch (ProcessException inside) {
      // Thrown by the user's own code: it says nothing about the bytes around this object.
      throw new NotReceivableException("a value cannot be rebuilt in this process", inside);
    }
    source.skip(source.remaining() - after);
    return value;
  }

  /** The bytes of one object, as JDK serialization wants them. */
  private static final class SourceStream extends InputStream {
    private final ByteSource source;
    private long left;

    SourceStream(ByteSource source, long length) {
      this.source = source;
      this.left = length;
    }

    @Override
    public int read() {
      if (left == 0) {
        return -1;
      }
      left--;
      return source.getByte() & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int count) {
      if (left == 0 && count > 0) {
        return -1;
      }
      int part = (int) Math.min(count, left);
      source.getBytes(into, from, part);
      left -= part;
      return part;
    }

    @Override
    public int available() {
      return (int) Math.min(left, Integer.MAX_VALUE);
    }
  }
}
