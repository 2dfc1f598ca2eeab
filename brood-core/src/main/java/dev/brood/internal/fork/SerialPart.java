package dev.brood.internal.fork;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.Serial;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One object in the serialized form of the JDK, with references in place of the objects that it
 * holds. So those need not be serializable, keep their identity, and may be nested to any depth.
 *
 * @param bytes the serialized form
 * @param parts what the references stand for, in their order
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record SerialPart(byte[] bytes, List<Object> parts) {

  /**
   * Owner: takes an object apart.
   *
   * @throws IOException if it does not let itself be serialized
   */
  static SerialPart of(Object object) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    List<Object> parts = new ArrayList<>();
    try (Output out = new Output(bytes, parts)) {
      out.writeObject(object);
    }
    return new SerialPart(bytes.toByteArray(), parts);
  }

  /** Child: puts an object together of its serialized form and what it holds. */
  static Object read(byte[] bytes, @Nullable Object[] parts, ClassLoader loader)
      throws IOException, ClassNotFoundException {
    try (Input in = new Input(bytes, parts, loader)) {
      return in.readObject();
    }
  }

  /** No record: reading the first record of a class takes a fresh JVM many milliseconds. */
  private static final class Reference implements Serializable {
    @Serial private static final long serialVersionUID = 1L;

    final int index;

    Reference(int index) {
      this.index = index;
    }
  }

  private static final class Output extends ObjectOutputStream {
    private final List<Object> parts;
    private boolean inside;

    Output(ByteArrayOutputStream bytes, List<Object> parts) throws IOException {
      super(bytes);
      this.parts = parts;
      enableReplaceObject(true);
    }

    @Override
    protected Object replaceObject(Object object) {
      if (!inside) {
        inside = true;
        return object;
      }
      if (object instanceof String
          || (object instanceof Number && object.getClass().getName().startsWith("java.lang."))
          || object instanceof Boolean
          || object instanceof Character
          || object instanceof Enum) {
        return object;
      }
      parts.add(object);
      return new Reference(parts.size() - 1);
    }
  }

  private static final class Input extends ObjectInputStream {
    private final @Nullable Object[] parts;
    private final ClassLoader loader;

    Input(byte[] bytes, @Nullable Object[] parts, ClassLoader loader) throws IOException {
      super(new ByteArrayInputStream(bytes));
      this.parts = parts;
      this.loader = loader;
      enableResolveObject(true);
    }

    @Override
    protected Class<?> resolveClass(ObjectStreamClass described)
        throws IOException, ClassNotFoundException {
      try {
        return Class.forName(described.getName(), false, loader);
      } catch (ClassNotFoundException e) {
        return super.resolveClass(described);
      }
    }

    @Override
    @SuppressWarnings("NullAway") // References stand for objects, all of which are there by now.
    protected Object resolveObject(Object object) {
      return object instanceof Reference reference ? parts[reference.index] : object;
    }
  }
}
