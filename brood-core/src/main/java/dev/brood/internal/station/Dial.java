package dev.brood.internal.station;

import dev.brood.exception.AuthenticationException;
import dev.brood.internal.message.Endpoint;
import dev.brood.internal.message.Inbox;
import dev.brood.internal.stream.Exchange;
import dev.brood.internal.stream.SocketStream;
import dev.brood.internal.stream.Sockets;
import dev.brood.internal.stream.Waiter;
import dev.brood.internal.wire.Secret;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.Objects;

/** Connections between processes that know each other by an address and a key. */
public final class Dial {

  /** 128 bits if they are random, which nobody can try. */
  private static final int SHORTEST_KEY_OF_TCP = 16;

  private Dial() {}

  /** Told who comes. */
  public interface Host {

    /** A peer proved that it knows the key; may wait. */
    void onPeer(Endpoint peer, SocketAddress from) throws InterruptedException;

    /** A peer did not know the key. */
    void onWrongKey(AuthenticationException why);
  }

  /** Returns random bytes that nobody can foretell. */
  public static byte[] randomBytes(int count) {
    return Authentication.randomBytes(count);
  }

  /**
   * Checks that an address is one that can be connected to, and that a key is enough for it. Over
   * TCP whoever hears or fakes a handshake can try keys on a machine of his own, as fast as that
   * is; only the key's length keeps him from finding it.
   *
   * @throws IllegalArgumentException if the address is of another kind or unknown, or the key is
   *     too short for it
   */
  public static void check(SocketAddress address, byte[] key) {
    Objects.requireNonNull(address, "address");
    Objects.requireNonNull(key, "key");
    if (address instanceof UnixDomainSocketAddress) {
      return;
    }
    if (!(address instanceof InetSocketAddress internet) || internet.getAddress() == null) {
      throw new IllegalArgumentException(
          "address=" + address + " is neither a Unix-domain nor a known internet address");
    }
    if (key.length < SHORTEST_KEY_OF_TCP) {
      throw new IllegalArgumentException(
          "key of "
              + key.length
              + " bytes, but over TCP it must have at least "
              + SHORTEST_KEY_OF_TCP
              + " that cannot be guessed, such as those of `openssl rand -hex 32`");
    }
  }

  /** Listens at an address. */
  public static Door listen(
      SocketAddress address,
      byte[] key,
      long patienceNanos,
      int backlog,
      Inbox.Limits limits,
      Host host)
      throws IOException {
    Secret secret = Authentication.secretOf(key);
    return Door.open(
        address,
        backlog,
        patienceNanos,
        new Door.Host() {
          @Override
          public void admit(Exchange with) throws IOException {
            Authentication.serve(with, secret);
          }

          @Override
          public void onPeer(SocketStream socket, Exchange with) throws IOException {
            try {
              Endpoint peer = Ends.ofSocket(socket, limits, Inbox.Handover.NOTHING);
              host.onPeer(peer, socket.socket().getRemoteAddress());
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
              socket.shut();
            }
          }

          @Override
          public void onWrongKey(AuthenticationException why) {
            host.onWrongKey(why);
          }
        });
  }

  /** Connects to an address. */
  public static Endpoint connect(
      SocketAddress address, byte[] key, long patienceNanos, Inbox.Limits limits)
      throws IOException {
    long deadline = Waiter.deadlineAfter(patienceNanos);
    SocketStream socket = Sockets.connect(address, deadline);
    try {
      Authentication.introduce(new Exchange(socket, deadline), Authentication.secretOf(key));
      return Ends.ofSocket(socket, limits, Inbox.Handover.NOTHING);
    } catch (IOException | RuntimeException failure) {
      socket.shut();
      throw failure;
    }
  }
}
