package dev.brood.system.channel;

import dev.brood.channel.Connection;
import dev.brood.channel.ConnectionOptions;
import dev.brood.channel.Listener;
import java.io.ObjectInputFilter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/** Over TCP. What the default filter lets through is tested apart. */
class TcpConnectionTest extends ConnectionContract {
  private static final byte[] KEY = new byte[16];

  @Override
  List<Connection> open() throws Exception {
    return open(
        ConnectionOptions.defaults().withFilter(info -> ObjectInputFilter.Status.UNDECIDED));
  }

  @Override
  List<Connection> openToMove() throws Exception {
    return open(ConnectionOptions.defaults());
  }

  private static List<Connection> open(ConnectionOptions options) throws Exception {
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    try (Listener listener = Listener.open(any, KEY, options)) {
      Connection client = Connection.connect(listener.address(), KEY, options);
      return List.of(client, listener.accept());
    }
  }
}
