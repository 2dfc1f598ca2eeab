package dev.brood.internal.station;

import dev.brood.exception.AuthenticationException;
import dev.brood.internal.message.Endpoint;
import dev.brood.internal.message.Inbox;
import dev.brood.internal.stream.Exchange;
import dev.brood.internal.stream.SocketStream;
import dev.brood.internal.stream.Sockets;
import dev.brood.internal.stream.Waiter;
import java.io.IOException;
import java.net.SocketAddress;

/** Connections between processes that know each other by an address and a key. */
public final class Dial {

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

  /** Listens at an address. */
  public static Door listen(
      SocketAddress address,
      byte[] key,
      long patienceNanos,
      int backlog,
      Inbox.Limits limits,
      Host host)
      throws IOException {
    return Door.open(
        address,
        backlog,
        Authentication.secretOf(key),
        patienceNanos,
        new Door.Host() {
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
