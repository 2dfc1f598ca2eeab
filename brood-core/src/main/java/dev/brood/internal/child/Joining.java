package dev.brood.internal.child;

import dev.brood.internal.wire.Handshake;
import dev.brood.internal.wire.JoinKey;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;

/**
 * How a child gets to its owner: through which socket, as which child, with which key.
 *
 * @param folder the owner's private folder
 * @param port where the owner waits on this machine, or 0 if it waits at a socket in its folder
 */
record Joining(String folder, int port, int childId, JoinKey key) {

  /** Connects, and makes sure of each other. */
  SocketChannel connect() throws IOException {
    SocketChannel socket = port == 0 ? connectInFolder() : connectToPort();
    Handshake.introduce(socket, childId, key);
    return socket;
  }

  private SocketChannel connectInFolder() throws IOException {
    SocketChannel socket = SocketChannel.open(StandardProtocolFamily.UNIX);
    socket.connect(UnixDomainSocketAddress.of(folder + "/owner.sock"));
    return socket;
  }

  private SocketChannel connectToPort() throws IOException {
    InetAddress here = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    SocketChannel socket = SocketChannel.open(StandardProtocolFamily.INET);
    socket.connect(new InetSocketAddress(here, port));
    socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
    return socket;
  }
}
