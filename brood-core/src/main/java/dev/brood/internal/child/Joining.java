package dev.brood.internal.child;

import dev.brood.internal.wire.Handshake;
import dev.brood.internal.wire.Secret;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;

/**
 * How a child gets to its owner: which socket, as which child, with which secret. Opening the first
 * Unix-domain socket of a JVM takes 25 ms, most of it for a random number that nobody asked for.
 */
record Joining(String folder, int childId, Secret secret) {

  /** Returns where the owner listens. */
  String socket() {
    return folder + "/owner.sock";
  }

  /** Connects, and makes sure of each other. */
  SocketChannel connect() throws IOException {
    SocketChannel socket = SocketChannel.open(StandardProtocolFamily.UNIX);
    socket.connect(UnixDomainSocketAddress.of(socket()));
    Handshake.introduce(socket, childId, secret);
    return socket;
  }
}
