package dev.brood.internal.launch;

import dev.brood.internal.wire.FrameChannel;
import dev.brood.internal.wire.FrameType;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Class files and resources for children that cannot find them by path, out of the class loaders
 * that their functions came from. Any thread; keeps no loader alive.
 */
public final class ClassSource {

  private final List<WeakReference<ClassLoader>> loaders = new CopyOnWriteArrayList<>();
  private final ClassLoader joint = new Joint();

  /** Opens a source over the context loader of the calling thread. */
  public ClassSource() {
    add(ClassLoader.getSystemClassLoader());
    add(Thread.currentThread().getContextClassLoader());
  }

  /** Adds the loader of an object that is about to be sent. */
  public void addLoaderOf(Object sent) {
    add(sent.getClass().getClassLoader());
  }

  private void add(@Nullable ClassLoader loader) {
    if (loader == null) {
      return;
    }
    for (WeakReference<ClassLoader> known : loaders) {
      if (known.refersTo(loader)) {
        return;
      }
    }
    loaders.removeIf(known -> known.refersTo(null));
    loaders.addFirst(new WeakReference<>(loader));
  }

  /** Returns a loader that finds what any of them finds, for reading what children send. */
  public ClassLoader loader() {
    return joint;
  }

  private final class Joint extends ClassLoader {
    Joint() {
      super("brood-classes", ClassSource.class.getClassLoader());
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      for (WeakReference<ClassLoader> known : loaders) {
        ClassLoader loader = known.get();
        try {
          if (loader != null) {
            return Class.forName(name, false, loader);
          }
        } catch (ClassNotFoundException e) {
          LaunchLog.debug(name + " is not in " + loader, e);
        }
      }
      throw new ClassNotFoundException(name);
    }
  }

  /** Answers a request of a child, on a thread of its own: a loader may have to open a jar. */
  void answer(byte[] request, FrameChannel to) {
    Thread.ofVirtual().name("brood-class-source").start(() -> reply(request, to));
  }

  private void reply(byte[] request, FrameChannel to) {
    ByteBuffer in = ByteBuffer.wrap(request);
    int number = in.getInt();
    String name = StandardCharsets.UTF_8.decode(in).toString();
    byte[] found = find(name);
    int length = found == null ? 0 : found.length;
    ByteBuffer out = ByteBuffer.allocate(5 + length).putInt(number);
    out.put((byte) (found == null ? 0 : 1));
    if (found != null) {
      out.put(found);
    }
    to.send(FrameType.CLASS_REPLY, out.array(), 0, out.position());
  }

  private byte @Nullable [] find(String name) {
    for (WeakReference<ClassLoader> known : loaders) {
      ClassLoader loader = known.get();
      if (loader == null) {
        continue;
      }
      try (InputStream in = loader.getResourceAsStream(name)) {
        if (in != null) {
          return in.readAllBytes();
        }
      } catch (IOException e) {
        LaunchLog.debug("cannot read " + name + " for a child", e);
      }
    }
    return null;
  }
}
