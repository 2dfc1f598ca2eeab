package dev.brood.internal.codec;

import java.io.IOException;
import java.io.InputStream;
import java.io.InvalidObjectException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectStreamClass;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads what {@link SerialOutput} wrote, with classes of one loader: to look for the loader on the
 * stack, as the JDK does by default, takes longer than most objects take to read.
 */
final class SerialInput extends ObjectInputStream {
  private final ShapeTable classes;
  private final List<Attachment> attachments;

  SerialInput(
      InputStream in,
      long length,
      ShapeTable classes,
      List<Attachment> attachments,
      @Nullable ObjectInputFilter filter)
      throws IOException {
    super(in);
    this.classes = classes;
    this.attachments = attachments;
    enableResolveObject(true);
    // A filter that was set for the whole JVM has its say too.
    setObjectInputFilter(new StreamGuard(length, attachments, filter, getObjectInputFilter()));
  }

  /** Gets an object from a stream of the given length. */
  static @Nullable Object read(
      ByteSource source, long length, ShapeTable classes, List<Attachment> attachments)
      throws IOException, ClassNotFoundException {
    InputStream in = new SourceStream(source, length);
    return new SerialInput(in, length, classes, attachments, classes.filter()).readObject();
  }

  @Override
  protected Class<?> resolveClass(ObjectStreamClass description) throws ClassNotFoundException {
    return classes.load(description.getName());
  }

  @Override
  // The replacement of the deprecated method makes an object, which is not wanted here.
  @SuppressWarnings({"deprecation", "ReferenceEquality"})
  protected Class<?> resolveProxyClass(String[] names) throws ClassNotFoundException {
    ClassLoader loader = classes.loader();
    ClassLoader special = null;
    Class<?>[] interfaces = new Class<?>[names.length];
    for (int i = 0; i < names.length; i++) {
      Class<?> each = classes.load(names[i]);
      if (!Modifier.isPublic(each.getModifiers())) {
        if (special != null && special != each.getClassLoader()) {
          throw new IllegalAccessError("non-public interfaces of several loaders: " + names[i]);
        }
        special = each.getClassLoader();
      }
      interfaces[i] = each;
    }
    try {
      return Proxy.getProxyClass(special == null ? loader : special, interfaces);
    } catch (IllegalArgumentException unusable) {
      throw new ClassNotFoundException("a proxy class cannot be made", unusable);
    }
  }

  @Override
  protected Object resolveObject(Object object) throws IOException {
    if (object instanceof StandIn.OfAttachment standIn) {
      if (standIn.index < 0 || standIn.index >= attachments.size()) {
        throw new InvalidObjectException("no such attachment: index=" + standIn.index);
      }
      return attachments.get(standIn.index).array();
    }
    return object;
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
