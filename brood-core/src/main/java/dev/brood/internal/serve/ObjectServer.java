package dev.brood.internal.serve;

import dev.brood.exception.AuthenticationException;
import dev.brood.internal.message.Endpoint;
import dev.brood.internal.operation.ProxyMaker;
import dev.brood.internal.protocol.Acceptance;
import dev.brood.internal.protocol.Silence;
import dev.brood.internal.protocol.Welcome;
import dev.brood.internal.registry.ObjectTable;
import dev.brood.internal.registry.SharedObject;
import dev.brood.internal.station.Dial;
import dev.brood.internal.station.Door;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Serves the objects of one manager to any number of clients. Each client has a thread that reads
 * its calls, a virtual one; calls that wait have one more each. Safe for any thread.
 */
public final class ObjectServer implements AutoCloseable {

  private final ObjectTable table;
  private final Welcome self;
  private final List<Registration> registrations;
  private final Map<String, Object> names = new ConcurrentHashMap<>();
  private final List<Door> doors = new ArrayList<>();
  private final Set<ClientConnection> clients = ConcurrentHashMap.newKeySet();
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final WrongKeys wrongKeys = new WrongKeys();
  private final Thread watch;
  private volatile @Nullable SocketAddress address;

  /**
   * Makes a server that nobody can reach yet.
   *
   * @param id its id
   * @param terms how long it waits for what
   * @param proxies makes proxies of objects, for functions that run here
   */
  public ObjectServer(
      String id, ServerTerms terms, List<Registration> registrations, ProxyMaker proxies) {
    this.table = new ObjectTable(id, terms.handleLeaseNanos(), proxies);
    this.self = new Welcome(id, ProcessHandle.current().pid(), terms.patienceNanos());
    this.registrations = List.copyOf(registrations);
    this.watch = Thread.ofVirtual().name("brood-clients").start(this::watchClients);
  }

  public ObjectTable table() {
    return table;
  }

  Welcome self() {
    return self;
  }

  /**
   * Lets clients connect at an address.
   *
   * @return the address, with the port that was chosen
   * @throws IOException if the address cannot be used
   */
  public SocketAddress listen(SocketAddress address, byte[] key, Acceptance acceptance)
      throws IOException {
    boolean network = !(address instanceof UnixDomainSocketAddress);
    Door door =
        Dial.listen(
            address,
            key,
            acceptance.handshakeNanos(),
            1024,
            acceptance.limits(address),
            new Dial.Host() {
              @Override
              public void onPeer(Endpoint peer, SocketAddress from) {
                ClientConnection.serve(ObjectServer.this, peer, network);
              }

              @Override
              public void onWrongKey(AuthenticationException why) {
                wrongKeys.add();
              }
            });
    synchronized (doors) {
      doors.add(door);
    }
    if (stopped.getCount() == 0) {
      door.close();
    }
    return door.address();
  }

  /** Serves one client of this machine until it is gone, on this thread. */
  public void serve(Endpoint end) {
    ClientConnection.serve(this, end, false);
  }

  void joined(ClientConnection client) {
    clients.add(client);
    if (stopped.getCount() == 0) {
      client.close("the manager was closed");
    }
  }

  void left(ClientConnection client) {
    clients.remove(client);
  }

  /** Returns how many clients are connected. */
  public int clientCount() {
    return clients.size();
  }

  /** Ends the connections over which nothing came or went for too long. */
  private void watchClients() {
    long interval = new Silence(self.patienceNanos()).interval();
    while (stopped.getCount() > 0) {
      LockSupport.parkNanos(this, interval);
      for (ClientConnection each : clients) {
        if (each.isSilent()) {
          each.giveUp();
        }
      }
    }
  }

  // ---- what clients ask for

  /** Says where clients are let in that know a key of the user's. */
  public void address(SocketAddress known) {
    address = known;
  }

  /** Returns where clients are let in that know a key of the user's, or null. */
  public @Nullable SocketAddress address() {
    return address;
  }

  /** Makes an object of a registered type. */
  public SharedObject create(String name, List<@Nullable Object> arguments) {
    Registration found = Root.find(registrations, name);
    return Root.share(table, found.type(), found.factory().apply(arguments));
  }

  /** Shares an object of the user's. */
  public SharedObject share(Class<?> type, @Nullable Object made) {
    return Root.share(table, type, made);
  }

  /** Lets an object be found by a name; null takes the name away. */
  public void bind(String name, @Nullable Object proxy) {
    if (proxy == null) {
      names.remove(name);
    } else {
      names.put(name, proxy);
    }
  }

  /** Returns the object of a name, or null. */
  public @Nullable Object lookup(String name) {
    return names.get(name);
  }

  // ---- end

  /** Begins to end: whoever waits in {@link #awaitStop} goes on. */
  public void stop() {
    stopped.countDown();
    LockSupport.unpark(watch);
  }

  /** Waits until somebody stops the server. */
  public void awaitStop() throws InterruptedException {
    stopped.await();
  }

  /** Ends: clients see the end of their connections, objects that can be closed are. */
  @Override
  public void close() {
    stop();
    synchronized (doors) {
      doors.forEach(Door::close);
    }
    clients.forEach(each -> each.close("the manager was closed"));
    names.clear();
    table.close();
  }
}
