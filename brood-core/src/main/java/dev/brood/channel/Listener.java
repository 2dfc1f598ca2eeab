package dev.brood.channel;

import dev.brood.exception.AuthenticationException;
import dev.brood.exception.ConnectionClosedException;
import dev.brood.internal.message.Endpoint;
import dev.brood.internal.station.Dial;
import dev.brood.internal.station.Door;
import dev.brood.internal.util.Deadline;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Waits for connections from processes that know a key: any process of this machine by a
 * Unix-domain address, any process of a network by TCP.
 *
 * {@snippet class = "dev.brood.samples.channel.ListenerAndClient" region = "listen"}
 *
 * <p>Both sides prove that they know the key, by HMAC-SHA256 of a challenge, before anything else
 * is read; the key itself does not travel, and neither does anything it could be guessed from
 * faster than by asking. What is sent later is neither encrypted nor signed: over networks that
 * others can read or change, use a tunnel. The wire is described in {@code docs/channel-wire.md}.
 *
 * <p>Peers prove themselves while nobody waits in {@link #accept()}, each for {@linkplain
 * ConnectionOptions#withHandshakeTimeout some time}; strangers who say nothing, or nonsense, hold
 * nobody up.
 *
 * <p>Any thread may call any method; waits park.
 *
 * @since 0.1
 */
public final class Listener implements AutoCloseable {

  private record Peer(Connection connection, SocketAddress from) {}

  private static final int MOST_WRONG_KEYS = 16;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final ArrayDeque<Peer> waiting = new ArrayDeque<>();
  private final ArrayDeque<AuthenticationException> wrongKeys = new ArrayDeque<>();
  private final int backlog;
  private final Door door;
  private boolean closed;
  private @Nullable SocketAddress lastAccepted;

  private Listener(SocketAddress address, byte[] key, ConnectionOptions options)
      throws IOException {
    this.backlog = options.backlog();
    this.door =
        Dial.listen(
            address,
            key,
            Deadline.nanos(options.handshakeTimeout()),
            options.backlog(),
            options.limits(address),
            new Dial.Host() {
              @Override
              public void onPeer(Endpoint peer, SocketAddress from) throws InterruptedException {
                admit(peer, from);
              }

              @Override
              public void onWrongKey(AuthenticationException why) {
                refuse(why);
              }
            });
  }

  /**
   * Opens a listener with the default options.
   *
   * @param address where to listen: a {@link java.net.UnixDomainSocketAddress}, whose file is made
   *     now and deleted by {@link #close()}, or an {@link InetSocketAddress}, where port 0 stands
   *     for any free one
   * @param key what both sides must know; any length, for TCP at least 16 random bytes
   * @return the listener
   * @throws IOException if the address cannot be used, or is used
   * @throws IllegalArgumentException if the address is the wildcard, or the key too short for TCP
   */
  public static Listener open(SocketAddress address, byte[] key) throws IOException {
    return open(address, key, ConnectionOptions.defaults());
  }

  /**
   * Opens a listener.
   *
   * @param address where to listen, as in {@link #open(SocketAddress, byte[])}
   * @param key what both sides must know; any length, for TCP at least 16 random bytes
   * @param options time and size limits, what objects to accept
   * @return the listener
   * @throws IOException if the address cannot be used, or is used
   * @throws IllegalArgumentException if the address is the wildcard and the options do not allow
   *     it, or the key is too short for TCP
   */
  public static Listener open(SocketAddress address, byte[] key, ConnectionOptions options)
      throws IOException {
    Objects.requireNonNull(options, "options");
    Dial.check(address, key);
    if (address instanceof InetSocketAddress internet
        && internet.getAddress() != null
        && internet.getAddress().isAnyLocalAddress()
        && !options.anyInterface()) {
      throw new IllegalArgumentException(
          "address="
              + address
              + " is open to every network of this machine; name one interface, or allow it by"
              + " ConnectionOptions.withAnyInterface()");
    }
    return new Listener(address, key, options);
  }

  /**
   * Opens a listener on the loopback interface, at any free port.
   *
   * @param key what both sides must know, at least 16 random bytes
   * @return the listener
   * @throws IOException if it cannot listen
   * @throws IllegalArgumentException if the key is too short
   */
  public static Listener onLoopback(byte[] key) throws IOException {
    return open(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), key);
  }

  private void admit(Endpoint peer, SocketAddress from) throws InterruptedException {
    Connection connection = new Connection(peer, true, true, "connection from " + from);
    lock.lockInterruptibly();
    try {
      while (waiting.size() >= backlog && !closed) {
        changed.await();
      }
      if (closed) {
        connection.close();
      } else {
        waiting.add(new Peer(connection, from));
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  private void refuse(AuthenticationException why) {
    lock.lock();
    try {
      // Nobody may ever accept: the latest will do.
      if (wrongKeys.size() == MOST_WRONG_KEYS) {
        wrongKeys.poll();
      }
      wrongKeys.add(why);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for the next peer.
   *
   * @return a connection to it
   * @throws AuthenticationException if a process connected that does not know the key; call again
   *     for the next. One that does not speak this protocol is only logged
   * @throws ConnectionClosedException if this listener was closed
   * @throws InterruptedException if the thread is interrupted
   */
  public Connection accept() throws InterruptedException {
    return accept(Duration.ofNanos(Long.MAX_VALUE)).orElseThrow();
  }

  /**
   * Waits for the next peer for some time; otherwise as {@link #accept()}.
   *
   * @param timeout how long to wait at most; a negative one is as zero
   * @return a connection to it; empty when the time ran out
   * @throws InterruptedException if the thread is interrupted
   */
  public Optional<Connection> accept(Duration timeout) throws InterruptedException {
    Duration most = Duration.ofNanos(Long.MAX_VALUE);
    boolean forever = timeout.compareTo(most) >= 0;
    long left = forever ? Long.MAX_VALUE : Deadline.nanos(timeout);
    lock.lockInterruptibly();
    try {
      while (true) {
        if (closed) {
          throw new ConnectionClosedException("the listener was closed");
        }
        Peer next = waiting.poll();
        if (next != null) {
          lastAccepted = next.from;
          changed.signalAll();
          return Optional.of(next.connection);
        }
        AuthenticationException wrongKey = wrongKeys.poll();
        if (wrongKey != null) {
          throw new AuthenticationException(String.valueOf(wrongKey.getMessage()), wrongKey);
        }
        if (forever) {
          changed.await();
        } else if (left <= 0) {
          return Optional.empty();
        } else {
          left = changed.awaitNanos(left);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /** Returns where this listens, with the port that was chosen. */
  public SocketAddress address() {
    return door.address();
  }

  /** Returns where the peer was that was accepted last; empty before the first. */
  public Optional<SocketAddress> lastAccepted() {
    lock.lock();
    try {
      return Optional.ofNullable(lastAccepted);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Stops listening. Peers that nobody accepted see the end of the connection, threads that wait in
   * {@link #accept()} end with {@link ConnectionClosedException}; connections that were accepted
   * live on. Again: does nothing.
   */
  @Override
  public void close() {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
      waiting.forEach(peer -> peer.connection.close());
      waiting.clear();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    door.close();
  }

  @Override
  public String toString() {
    return "Listener[" + address() + "]";
  }
}
