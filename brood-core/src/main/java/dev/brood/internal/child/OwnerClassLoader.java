package dev.brood.internal.child;

import dev.brood.internal.wire.ClassRequest;
import dev.brood.internal.wire.FrameType;
import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

  private final OwnerLink owner;
  private final Map<Integer, Reply> replies = new HashMap<>();
  private int lastRequest;

  OwnerClassLoader(ClassLoader parent, OwnerLink owner) {
    super("brood-owner", parent);
    this.owner = owner;
    owner.serveClassesTo(this);
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    Reply reply = request(ClassRequest.CLASS, name.replace('.', '/') + ".class");
    if (!reply.found) {
      String why =
          reply.bytes.length == 0
              ? "neither on the child's path nor at its owner"
              : "not on the child's path, and " + reply.text();
      throw new ClassNotFoundException(name + " (" + why + ")");
    }
    return defineClass(name, reply.bytes, 0, reply.bytes.length);
  }

  @Override
  protected @Nullable URL findResource(String name) {
    Reply reply = request(ClassRequest.FIRST, name);
    return reply.found ? url(name, "", new InMemory(reply.bytes)) : null;
  }

  /**
   * Returns those that only the owner finds: what both find by path, at the same place, the parent
   * loader has returned already.
   */
  @Override
  protected Enumeration<URL> findResources(String name) throws IOException {
    Reply reply = request(ClassRequest.ALL, name);
    if (!reply.found) {
      return Collections.emptyEnumeration();
    }
    Set<String> here = new HashSet<>();
    for (URL each : Collections.list(getParent().getResources(name))) {
      here.add(each.toString());
    }
    List<URL> urls = new ArrayList<>();
    for (String location : reply.text().split("\n", -1)) {
      if (!here.contains(location)) {
        URL url = url(name, location, new AtOwner(name + "\n" + location));
        if (url != null) {
          urls.add(url);
        }
      }
    }
    return Collections.enumeration(urls);
  }

  /** The place at the owner makes URLs of one name differ; it is for people otherwise. */
  private static @Nullable URL url(String name, String location, URLStreamHandler handler) {
    try {
      return URL.of(
          new URI("brood", null, "/" + name, location.isEmpty() ? null : location), handler);
    } catch (URISyntaxException | IOException e) {
      return null;
    }
  }

  private Reply request(byte kind, String text) {
    boolean interrupted = false;
    Reply reply;
    synchronized (replies) {
      int number = ++lastRequest;
      byte[] payload = new ClassRequest(number, kind, text).payload();
      owner.frames().send(FrameType.CLASS_REQUEST, payload, 0, payload.length);
      owner.joinNow();
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
    return reply;
  }

  /** The loop's thread: a reply arrived. */
  void onReply(byte[] payload) {
    ByteBuffer in = ByteBuffer.wrap(payload);
    int number = in.getInt();
    boolean found = in.get() != 0;
    byte[] bytes = new byte[in.remaining()];
    in.get(bytes);
    synchronized (replies) {
      replies.put(number, new Reply(found, bytes));
      replies.notifyAll();
    }
  }

  /** The bytes asked for, or why there are none. */
  private static final class Reply {
    final boolean found;
    final byte[] bytes;

    Reply(boolean found, byte[] bytes) {
      this.found = found;
      this.bytes = bytes;
    }

    String text() {
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }

  /** Opens a resource whose bytes are asked for when they are read. */
  private final class AtOwner extends URLStreamHandler {
    private final String text;

    AtOwner(String text) {
      this.text = text;
    }

    @Override
    protected URLConnection openConnection(URL url) throws IOException {
      Reply reply = request(ClassRequest.ONE, text);
      if (!reply.found) {
        throw new FileNotFoundException(url + " " + reply.text());
      }
      return new InMemory(reply.bytes).openConnection(url);
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
