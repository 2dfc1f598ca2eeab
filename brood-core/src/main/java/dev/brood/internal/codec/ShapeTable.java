package dev.brood.internal.codec;

import dev.brood.exception.NotReceivableException;
import dev.brood.exception.ProtocolException;
import java.io.InvalidClassException;
import java.io.ObjectInputFilter;
import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The shapes that the peer of one connection has described, and the classes of this process that
 * they stand for, each looked up when a value needs it for the first time.
 *
 * <p>Keeps the classes it has found alive, so it should live no longer than its connection. For any
 * number of threads; a value must not be read before its shapes are {@linkplain #define defined}.
 */
public final class ShapeTable {
  private static final Class<?>[] PRIMITIVES = {
    boolean.class,
    byte.class,
    char.class,
    short.class,
    int.class,
    long.class,
    float.class,
    double.class,
    void.class
  };

  private static final String OWN_CLASSES = "dev.brood.";

  private final ClassLoader loader;
  private final @Nullable ObjectInputFilter filter;
  private final boolean ofOwner;
  private final ConcurrentHashMap<String, Class<?>> classes = new ConcurrentHashMap<>();

  /** Replaced as a whole, under the lock of this table, when it must grow. */
  private volatile @Nullable Entry[] entries = new @Nullable Entry[16];

  /**
   * Makes a table without shapes.
   *
   * @param loader finds all classes of the values
   * @param filter is asked about each of these classes, or null to trust the peer
   */
  public ShapeTable(ClassLoader loader, @Nullable ObjectInputFilter filter) {
    this(loader, filter, false);
  }

  private ShapeTable(ClassLoader loader, @Nullable ObjectInputFilter filter, boolean ofOwner) {
    this.loader = loader;
    this.filter = filter;
    this.ofOwner = ofOwner;
  }

  /**
   * Makes a table for what comes from the owner of this process, which may have any method called
   * here: what it says of a lambda is not held against the class.
   */
  public static ShapeTable ofOwner(ClassLoader loader) {
    return new ShapeTable(loader, null, true);
  }

  ClassLoader loader() {
    return loader;
  }

  @Nullable ObjectInputFilter filter() {
    return filter;
  }

  /** Takes a description that {@link Shape#putDefinition} put. */
  public synchronized void define(int id, ByteSource definition) {
    Shape shape = Shape.getDefinition(id, definition);
    if (id < 0 || id >= Shape.MOST) {
      throw new ProtocolException("not a number of a shape: id=" + id);
    }
    @Nullable Entry[] known = entries;
    if (id >= known.length) {
      known = Arrays.copyOf(known, Math.max(id + 1, known.length * 2));
    }
    known[id] = new Entry(shape);
    entries = known;
  }

  private Entry entry(int id) {
    @Nullable Entry[] known = entries;
    Entry entry = id >= 0 && id < known.length ? known[id] : null;
    if (entry == null) {
      throw new ProtocolException("a shape was used before it was described: id=" + id);
    }
    return entry;
  }

  Shape shape(int id) {
    return entry(id).shape;
  }

  Class<?> classAt(int id) throws ClassNotFoundException, InvalidClassException {
    Entry entry = entry(id);
    if (entry.local instanceof Class<?> known) {
      return known;
    }
    if (!(entry.shape instanceof ClassShape shape)) {
      throw wrongKind(id);
    }
    Class<?> found = loadChecked(shape.name);
    entry.local = found;
    return found;
  }

  LocalRecord recordAt(int id) throws ReflectiveOperationException, InvalidClassException {
    Entry entry = entry(id);
    if (entry.local instanceof LocalRecord known) {
      return known;
    }
    if (!(entry.shape instanceof RecordShape shape)) {
      throw wrongKind(id);
    }
    LocalRecord found = LocalRecord.find(shape, loadChecked(shape.name));
    entry.local = found;
    return found;
  }

  LocalEnum enumAt(int id) throws ClassNotFoundException, InvalidClassException {
    Entry entry = entry(id);
    if (entry.local instanceof LocalEnum known) {
      return known;
    }
    if (!(entry.shape instanceof EnumShape shape)) {
      throw wrongKind(id);
    }
    LocalEnum found = LocalEnum.find(shape, loadChecked(shape.name));
    entry.local = found;
    return found;
  }

  LocalLambda lambdaAt(int id) throws ReflectiveOperationException, InvalidClassException {
    Entry entry = entry(id);
    if (entry.local instanceof LocalLambda known) {
      return known;
    }
    if (!(entry.shape instanceof LambdaShape shape)) {
      throw wrongKind(id);
    }
    LocalLambda found = LocalLambda.find(shape, loadChecked(shape.capturingClass), this, ofOwner);
    entry.local = found;
    return found;
  }

  private static ProtocolException wrongKind(int id) {
    return new ProtocolException("a shape was used as one of another kind: id=" + id);
  }

  private Class<?> loadChecked(String name) throws ClassNotFoundException, InvalidClassException {
    Class<?> found = load(name);
    check(found, -1);
    return found;
  }

  /** Asks the filter, if there is one, about a class or about an array. */
  void check(Class<?> type, long arrayLength) throws InvalidClassException {
    if (filter != null) {
      StreamGuard.check(filter, type, arrayLength);
    }
  }

  /** Finds a class by its name as {@link Class#getName()} gives it, without initializing it. */
  Class<?> load(String name) throws ClassNotFoundException {
    Class<?> known = classes.get(name);
    if (known != null) {
      return known;
    }
    Class<?> found = find(name);
    classes.put(name, found);
    return found;
  }

  private Class<?> find(String name) throws ClassNotFoundException {
    // Before the loader is asked: that of a child would ask its owner, and have to join it first.
    for (Class<?> each : PRIMITIVES) {
      if (each.getName().equals(name)) {
        return each;
      }
    }
    try {
      return Class.forName(name, false, loader);
    } catch (ClassNotFoundException unknown) {
      if (name.startsWith(OWN_CLASSES)) {
        // The loader is the user's: it need not know about us.
        return Class.forName(name, false, ShapeTable.class.getClassLoader());
      }
      throw unknown;
    }
  }

  /** Says in the reader's words why a value could not be rebuilt. */
  NotReceivableException notReceivable(Throwable failure) {
    if (failure instanceof NotReceivableException already) {
      return already;
    }
    Throwable cause = failure.getCause();
    if (failure instanceof InvocationTargetException && cause != null) {
      return notReceivable(cause);
    }
    String why;
    if (failure instanceof ClassNotFoundException) {
      why = "class " + failure.getMessage() + " is not found here, by " + loader;
    } else {
      why = RemoteThrowable.safeToString(failure);
    }
    return new NotReceivableException("a value cannot be rebuilt in this process: " + why, failure);
  }

  /** A shape and, once known, what it stands for here. */
  private static final class Entry {
    final Shape shape;

    /** A benign race: two threads may find the same twice. */
    volatile @Nullable Object local;

    Entry(Shape shape) {
      this.shape = shape;
    }
  }
}
