package dev.brood.internal.launch;

import dev.brood.internal.util.Log;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A socket at which children arrive: in the private folder of this JVM, or at a port of the
 * loopback address, which any user of the machine can reach.
 */
final class Entrance {

  private static final int BACKLOG = 1024;

  private static final long RETRY_NANOS = 10_000_000;

  private static final int REACHABLE_MILLIS = 500;

  private final ServerSocketChannel server;
  private final int port;
  private final @Nullable Path file;

  private Entrance(ServerSocketChannel server, int port, @Nullable Path file) {
    this.server = server;
    this.port = port;
    this.file = file;
  }

  /**
   * Opens one at a file of the private folder, and has a thread hand over whoever arrives.
   *
   * @throws IOException if no such socket can be made
   */
  static Entrance inFolder(Path file, Consumer<SocketChannel> onArrival) throws IOException {
    Files.deleteIfExists(file);
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    bind(server, UnixDomainSocketAddress.of(file));
    Entrance opened = new Entrance(server, 0, file);
    opened.start(onArrival);
    return opened;
  }

  /**
   * Opens one at a free port, and has a thread hand over whoever arrives.
   *
   * @throws IOException if there is no port, or it cannot be reached
   */
  static Entrance atPort(Consumer<SocketChannel> onArrival) throws IOException {
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.INET);
    bind(server, new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0));
    try {
      assertReachable(server);
    } catch (IOException e) {
      server.close();
      throw e;
    }
    Entrance opened = new Entrance(server, server.socket().getLocalPort(), null);
    opened.start(onArrival);
    return opened;
  }

  /** Where the loopback interface is down, or a firewall keeps it shut, ports are given as ever. */
  private static void assertReachable(ServerSocketChannel server) throws IOException {
    try (SocketChannel tried = SocketChannel.open(StandardProtocolFamily.INET)) {
      tried.socket().connect(server.getLocalAddress(), REACHABLE_MILLIS);
    }
    // Most likely the one that was just closed; whoever else it is can come again.
    server.accept().close();
  }

  private static void bind(ServerSocketChannel server, SocketAddress address) throws IOException {
    try {
      server.bind(address, BACKLOG);
    } catch (IOException e) {
      server.close();
      throw e;
    }
  }

  private void start(Consumer<SocketChannel> onArrival) {
    Thread.ofPlatform().daemon().name("brood-rendezvous").start(() -> accept(onArrival));
  }

  private void accept(Consumer<SocketChannel> onArrival) {
    while (server.isOpen()) {
      try {
        onArrival.accept(tuned(server.accept()));
      } catch (IOException e) {
        // Closed; or who came has left already; or this JVM has too many files open just now.
        Log.debug("nobody was let in", e);
        LockSupport.parkNanos(RETRY_NANOS);
      }
    }
  }

  /** A bell is a few bytes, and must not wait until the peer has acknowledged the last. */
  private SocketChannel tuned(SocketChannel socket) throws IOException {
    if (port != 0) {
      try {
        socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
      } catch (IOException e) {
        socket.close();
        throw e;
      }
    }
    return socket;
  }

  /** Returns the port, or 0 for an entrance in the private folder. */
  int port() {
    return port;
  }

  /** Lets nobody in any more. */
  void close() {
    try {
      server.close();
      if (file != null) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      Log.debug("closing an entrance", e);
    }
  }
}
