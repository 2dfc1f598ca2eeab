package dev.brood.internal.station;

import dev.brood.exception.AuthenticationException;
import dev.brood.exception.ProtocolException;
import dev.brood.internal.stream.Exchange;
import dev.brood.internal.stream.Readiness;
import dev.brood.internal.stream.SocketStream;
import dev.brood.internal.stream.Sockets;
import dev.brood.internal.stream.Waiter;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * Lets in those who know a key. Each stranger has its own thread, a virtual one, and a time to
 * prove itself; there are never more than {@link #MOST_STRANGERS} of them, the one that has waited
 * longest goes when another comes. So strangers that say nothing, or nonsense, keep nobody waiting.
 *
 * <p>Who comes by TCP and does not know the key is told so at once, but keeps its place until half
 * a second has passed since it came and another needs the place: so many keys can be tried in half
 * a second, from all addresses together, and no more. That needs no thread and no memory for each
 * attacker; who knows the key waits for a place as long at most as it takes those before him in the
 * queue of the socket to get theirs.
 */
public final class Door implements Readiness.Handler {

  /** What becomes of those who were let in, on the thread of each. */
  interface Host {

    /**
     * Makes sure that a stranger knows the key, and shows it that this side does.
     *
     * @throws AuthenticationException if it does not
     */
    void admit(Exchange with) throws IOException;

    /** Welcomes a peer that knows the key, as this side does; it owns the socket now. */
    void onPeer(SocketStream socket, Exchange with) throws IOException;

    /** A peer did not know the key. */
    default void onWrongKey(AuthenticationException why) {}
  }

  private static final int MOST_STRANGERS = 256;
  private static final long GRACE_NANOS = 500_000_000;

  private static final long PAUSE_NANOS = 50_000_000;

  private final ServerSocketChannel server;
  private final SocketAddress address;
  private final long patience;
  private final Host host;
  // When each came, oldest first.
  private final Map<SocketStream, Long> strangers = new LinkedHashMap<>();
  private boolean full;
  private final Readiness.Watch watch;
  private boolean closed;

  private Door(ServerSocketChannel server, long patience, Host host) throws IOException {
    this.server = server;
    this.address = server.getLocalAddress();
    this.patience = patience;
    this.host = host;
    server.configureBlocking(false);
    this.watch = Readiness.watch(server, this);
    watch.arm(SelectionKey.OP_ACCEPT);
  }

  /** Opens a door in the private folder, where one may be left from before. */
  static Door open(Path file, long patience, Host host) throws IOException {
    Files.deleteIfExists(file);
    return open(UnixDomainSocketAddress.of(file), 1024, patience, host);
  }

  /** Opens a door at an address. */
  static Door open(SocketAddress address, int backlog, long patience, Host host)
      throws IOException {
    ServerSocketChannel server =
        address instanceof UnixDomainSocketAddress
            ? ServerSocketChannel.open(StandardProtocolFamily.UNIX)
            : ServerSocketChannel.open();
    try {
      bind(server, address, backlog);
      return new Door(server, patience, host);
    } catch (IOException | RuntimeException failure) {
      server.close();
      throw failure;
    }
  }

  private static void bind(ServerSocketChannel server, SocketAddress address, int backlog)
      throws IOException {
    try {
      server.bind(address, backlog);
    } catch (BindException taken) {
      if (!(address instanceof UnixDomainSocketAddress unix) || isAlive(unix.getPath())) {
        throw taken;
      }
      // Left behind by a process that was killed.
      Files.delete(unix.getPath());
      server.bind(address, backlog);
    }
  }

  private static boolean isAlive(Path file) {
    try {
      Sockets.connectUnix(file, Waiter.deadlineAfter(0)).close();
      return true;
    } catch (ConnectException nobodyListens) {
      return false;
    } catch (IOException busy) {
      return true;
    }
  }

  /** Returns where it is, with the port that was chosen. */
  public SocketAddress address() {
    return address;
  }

  @Override
  public void onReady(Readiness.Watch ready, int operations) {
    try {
      SocketChannel socket;
      while (hasRoom()) {
        socket = server.accept();
        if (socket == null) {
          ready.arm(SelectionKey.OP_ACCEPT);
          return;
        }
        admit(socket);
      }
      pause(ready, GRACE_NANOS);
    } catch (IOException e) {
      // Out of descriptors, as a rule. The connection is still there, so asking at once would spin.
      Station.debug("a connection could not be accepted", e);
      pause(ready, PAUSE_NANOS);
    }
  }

  private static void pause(Readiness.Watch watch, long nanos) {
    Thread.ofVirtual()
        .name("brood-accept")
        .start(() -> {
          LockSupport.parkNanos(nanos);
          watch.arm(SelectionKey.OP_ACCEPT);
        });
  }

  private boolean hasRoom() {
    SocketStream pushedOut = null;
    synchronized (strangers) {
      if (strangers.size() < MOST_STRANGERS) {
        return true;
      }
      full = true;
      var longest = strangers.entrySet().iterator();
      var oldest = longest.next();
      if (System.nanoTime() - oldest.getValue() > GRACE_NANOS) {
        longest.remove();
        pushedOut = oldest.getKey();
      }
    }
    if (pushedOut == null) {
      return false;
    }
    pushedOut.shut();
    return true;
  }

  /** A stranger is none any more; returns false if it was pushed out before. */
  private boolean leave(SocketStream stranger) {
    boolean wasThere;
    boolean wasFull;
    synchronized (strangers) {
      wasThere = strangers.remove(stranger) != null;
      wasFull = full;
      full = false;
    }
    if (wasFull) {
      watch.arm(SelectionKey.OP_ACCEPT);
    }
    return wasThere;
  }

  private void admit(SocketChannel socket) throws IOException {
    Sockets.tune(socket);
    SocketStream stranger = new SocketStream(socket);
    synchronized (strangers) {
      if (closed) {
        stranger.shut();
        return;
      }
      strangers.put(stranger, System.nanoTime());
    }
    Thread.ofVirtual().name("brood-handshake").start(() -> introduce(stranger));
  }

  private void introduce(SocketStream stranger) {
    try {
      Exchange with = new Exchange(stranger, Waiter.deadlineAfter(patience));
      host.admit(with);
      if (!leave(stranger)) {
        throw new IOException("the door was closed");
      }
      host.onPeer(stranger, with);
    } catch (AuthenticationException wrongKey) {
      if (isLocal()) {
        leave(stranger);
      }
      shut(stranger, wrongKey);
      host.onWrongKey(wrongKey);
    } catch (IOException | ProtocolException nonsense) {
      leave(stranger);
      shut(stranger, nonsense);
    }
  }

  private boolean isLocal() {
    return address instanceof UnixDomainSocketAddress;
  }

  private static void shut(SocketStream stranger, Exception why) {
    Station.debug("a connection was turned away", why);
    stranger.shut();
  }

  /** Closes the door; who was let in stays. */
  public void close() {
    synchronized (strangers) {
      closed = true;
      strangers.keySet().forEach(SocketStream::shut);
      strangers.clear();
    }
    watch.close();
    if (address instanceof UnixDomainSocketAddress unix) {
      try {
        Files.deleteIfExists(unix.getPath());
      } catch (IOException e) {
        Station.debug("cannot delete the socket " + unix, e);
      }
    }
  }
}
