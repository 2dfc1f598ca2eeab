package dev.brood.internal.child;

import dev.brood.internal.wire.FrameType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds by path what can be found by path, and asks the owner for the rest: classes that exist only
 * in its memory (a source launch, JShell) or in jars that only its class loaders can open.
 *
 * <p>Safe for any thread. If the owner dies during a request, this JVM ends with it.
 */
final class OwnerClassLoader extends ClassLoader {

  static {
    registerAsParallelCapable();
  }

  // No class file is empty, and an empty resource is as good as none.
  private static final byte[] NOT_FOUND = new byte[0];

  private final OwnerLink owner;
  private final Map<Integer, byte[]> replies = new HashMap<>();
  private int lastRequest;

  OwnerClassLoader(ClassLoader parent, OwnerLink owner) {
    super("brood-owner", parent);
    this.owner = owner;
    owner.serveClassesTo(this);
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    byte[] bytes = request(name.replace('.', '/') + ".class");
    if (bytes == null) {
      throw new ClassNotFoundException(name + " (neither on the child's path nor at its owner)");
    }
    return defineClass(name, bytes, 0, bytes.length);
  }

  @Override
  protected @Nullable URL findResource(String name) {
    byte[] bytes = request(name);
    if (bytes == null) {
      return null;
    }
    try {
      return URL.of(new URI("brood", "/" + name, null), new InMemory(bytes));
    } catch (URISyntaxException | IOException e) {
      return null;
    }
  }

  @Override
  protected Enumeration<URL> findResources(String name) {
    URL only = findResource(name);
    return Collections.enumeration(only == null ? List.of() : List.of(only));
  }

  /** Returns the bytes of a class file or resource at the owner, or null if it has none. */
  private byte @Nullable [] request(String resource) {
    byte[] name = resource.getBytes(StandardCharsets.UTF_8);
    boolean interrupted = false;
    byte[] reply;
    synchronized (replies) {
      int number = ++lastRequest;
      ByteBuffer payload = ByteBuffer.allocate(4 + name.length).putInt(number).put(name);
      owner.frames().send(FrameType.CLASS_REQUEST, payload.array(), 0, payload.capacity());
      while ((reply = replies.remove(number)) == null) {
        try {
          replies.wait();
        } catch (InterruptedException e) {
          // Class loading cannot be given up half-way: later uses of the class would fail for good.
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return reply.length == 0 ? null : reply;
  }

  /** The loop's thread: a reply arrived. */
  void onReply(byte[] payload) {
    ByteBuffer reply = ByteBuffer.wrap(payload);
    int number = reply.getInt();
    boolean found = reply.get() != 0;
    byte[] bytes = NOT_FOUND;
    if (found) {
      bytes = new byte[reply.remaining()];
      reply.get(bytes);
    }
    synchronized (replies) {
      replies.put(number, bytes);
      replies.notifyAll();
    }
  }

  private static final class InMemory extends URLStreamHandler {
    private final byte[] bytes;

    InMemory(byte[] bytes) {
      this.bytes = bytes;
    }

    @Override
    protected URLConnection openConnection(URL url) {
      return new URLConnection(url) {
        @Override
        public void connect() {
          connected = true;
        }

        @Override
        public InputStream getInputStream() {
          return new ByteArrayInputStream(bytes);
        }

        @Override
        public int getContentLength() {
          return bytes.length;
        }
      };
    }
  }
}
