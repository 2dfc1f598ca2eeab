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
}
