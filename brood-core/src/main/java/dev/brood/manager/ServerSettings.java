package dev.brood.manager;

import dev.brood.function.SerializableRunnable;
import dev.brood.internal.proxy.ProxyTypes;
import dev.brood.internal.remote.Acceptance;
import dev.brood.internal.remote.ServerAddress;
import dev.brood.internal.serve.ObjectServer;
import dev.brood.internal.serve.Registration;
import dev.brood.internal.serve.ServerTerms;
import dev.brood.internal.station.RemoteFilter;
import java.io.IOException;
import java.io.Serial;
import java.io.Serializable;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How a manager is to serve, as it is sent to the process that does. */
final class ServerSettings implements Serializable {

  @Serial private static final long serialVersionUID = 1L;

  final String id = ServerAddress.newServerId();
  final ServerTerms terms;
  private final ArrayList<Registration> registrations;
  private final @Nullable SerializableRunnable initializer;
  private final @Nullable SocketAddress address;
  private final byte[] key;
  private final long longestMessage;
  private final HashSet<Class<?>> allowed;

  ServerSettings(
      ServerTerms terms,
      List<Registration> registrations,
      @Nullable SerializableRunnable initializer,
      @Nullable SocketAddress address,
      byte[] key,
      long longestMessage,
      Set<Class<?>> allowed) {
    this.terms = terms;
    this.registrations = new ArrayList<>(registrations);
    this.initializer = initializer;
    this.address = address;
    this.key = key.clone();
    this.longestMessage = longestMessage;
    this.allowed = new HashSet<>(allowed);
  }

  /**
   * Opens a server.
   *
   * @param door where the processes of the family are let in
   * @param doorKey what they must know
   * @throws IOException if an address cannot be used
   */
  ObjectServer open(SocketAddress door, byte[] doorKey) throws IOException {
    ObjectServer server = new ObjectServer(id, terms, registrations, ProxyTypes::make);
    boolean done = false;
    try {
      if (initializer != null) {
        initializer.run();
      }
      SocketAddress _ = server.listen(door, doorKey, Acceptance.DEFAULT);
      if (address != null) {
        server.address(server.listen(address, key, acceptance(longestMessage, allowed)));
      }
      done = true;
      return server;
    } finally {
      if (!done) {
        server.close();
      }
    }
  }

  static Acceptance acceptance(long longestMessage, Set<Class<?>> allowed) {
    return new Acceptance(
        Acceptance.DEFAULT.handshakeNanos(),
        longestMessage,
        allowed.isEmpty() ? null : RemoteFilter.allowing(allowed));
  }
}
