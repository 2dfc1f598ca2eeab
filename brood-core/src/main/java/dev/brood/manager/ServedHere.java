package dev.brood.manager;

import dev.brood.internal.folder.PrivateFolder;
import dev.brood.internal.remote.Publication;
import dev.brood.internal.remote.ServerAddress;
import dev.brood.internal.serve.ObjectServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A server in this JVM, and the file in which the family finds it. */
final class ServedHere {

  /** The servers of this JVM, by id. */
  private static final Map<String, ServedHere> OPEN = new ConcurrentHashMap<>();

  private final ObjectServer objects;
  private final ServerAddress door;
  private @Nullable Publication published;
  private volatile boolean closed;

  private ServedHere(ObjectServer objects, ServerAddress door) {
    this.objects = objects;
    this.door = door;
    objects.table().onExport(this::publish);
    OPEN.put(objects.table().server(), this);
  }

  /** Returns a server of this JVM, or null. */
  static @Nullable ServedHere find(String server) {
    return OPEN.get(server);
  }

  /**
   * Opens a server.
   *
   * @param door where the family is let in
   * @throws IOException if an address cannot be used
   */
  static ServedHere open(ServerSettings settings, ServerAddress door) throws IOException {
    return new ServedHere(settings.open(door.address(), door.key()), door);
  }

  /** Returns a door for the family, in the private folder of this process. */
  static ServerAddress door(String server) {
    Path file =
        PrivateFolder.ofThisJvm().path().resolve("manager-" + server.substring(0, 8) + ".sock");
    return ServerAddress.withNewKey(UnixDomainSocketAddress.of(file));
  }

  ObjectServer objects() {
    return objects;
  }

  boolean isOpen() {
    return !closed;
  }

  /** Lets the processes of this family find the server. */
  synchronized void publish() {
    if (published == null && !closed) {
      try {
        published = door.publish(objects.table().server());
      } catch (IOException e) {
        throw new UncheckedIOException("other processes cannot be told of the manager", e);
      }
    }
  }

  synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    OPEN.remove(objects.table().server(), this);
    objects.close();
    if (published != null) {
      try {
        published.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
