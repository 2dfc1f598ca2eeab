package dev.brood.system.manager;

import dev.brood.system.support.Delays;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A piece of network between clients and a server: it can break, and it hears what clients say. */
final class Relay implements AutoCloseable {

  private final ServerSocket door;
  private final InetSocketAddress server;
  private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

  Relay(InetSocketAddress server) throws IOException {
    this.server = server;
    this.door = new ServerSocket(0, 16, server.getAddress());
    start(this::accept);
  }

  private void start(Runnable action) {
    threads.add(Thread.ofPlatform().start(action));
  }

  /** Returns where clients connect. */
  SocketAddress address() {
    return door.getLocalSocketAddress();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = door.accept();
        Socket upstream = new Socket(server.getAddress(), server.getPort());
        sockets.add(client);
        sockets.add(upstream);
        start(() -> copy(upstream, client, OutputStream.nullOutputStream()));
        start(() -> copy(client, upstream, sent));
      }
    } catch (IOException closed) {
      // Nobody comes through any more.
    }
  }

  private static void copy(Socket from, Socket to, OutputStream record) {
    byte[] buffer = new byte[8192];
    try {
      InputStream in = from.getInputStream();
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        record.write(buffer, 0, count);
        to.getOutputStream().write(buffer, 0, count);
      }
      to.shutdownOutput();
    } catch (IOException end) {
      // One of them has closed, or the network broke.
    }
  }

  /** Breaks all connections; new ones can be made. */
  void breakDown() throws IOException {
    for (Socket each : sockets) {
      each.close();
    }
  }

  /** Lets nobody in any more, waits until the clients have left, and returns all they have sent. */
  byte[] awaitSent() throws IOException, InterruptedException {
    door.close();
    for (Thread each : threads) {
      if (!each.join(Delays.PATIENT)) {
        throw new AssertionError("a client has not left: " + each);
      }
    }
    return sent.toByteArray();
  }

  @Override
  public void close() throws IOException {
    door.close();
    breakDown();
  }
}
