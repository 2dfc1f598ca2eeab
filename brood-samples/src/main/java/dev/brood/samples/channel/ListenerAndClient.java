package dev.brood.samples.channel;

import dev.brood.channel.Connection;
import dev.brood.channel.Listener;
import java.io.IOException;
import java.net.SocketAddress;

/** A process that listens and one that connects; they share nothing but a key. */
public final class ListenerAndClient {
  private ListenerAndClient() {}

  /** Answers one client. */
  // @start region="listen"
  public static void serve(Listener listener) throws InterruptedException {
    try (Connection peer = listener.accept()) {
      peer.send("hello, " + peer.receive());
    }
  }

  /** Asks a server. */
  public static String ask(SocketAddress address, byte[] key)
      throws IOException, InterruptedException {
    try (Connection server = Connection.connect(address, key)) {
      server.send("bob");
      return server.receive();
    }
  }
  // @end
}
