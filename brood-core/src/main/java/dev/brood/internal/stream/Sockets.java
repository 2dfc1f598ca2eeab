package dev.brood.internal.stream;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

/** Opening sockets, and how they are set. */
public final class Sockets {

  private static final long BACKLOG_PAUSE_NANOS = 2_000_000;

  private Sockets() {}

  /**
   * Connects to a process of this machine, in time.
   *
   * <p>A socket whose backlog is full answers at once, and nothing tells when it has room: here,
   * and only here, one must ask again.
   */
  public static SocketChannel connectUnix(Path to, long deadline) throws IOException {
    UnixDomainSocketAddress address = UnixDomainSocketAddress.of(to);
    while (true) {
      SocketChannel socket = SocketChannel.open(StandardProtocolFamily.UNIX);
      try {
        socket.connect(address);
        return socket;
      } catch (IOException | RuntimeException failure) {
        socket.close();
        if (!isBacklogFull(failure) || Waiter.isPast(deadline)) {
          throw failure;
        }
      }
      LockSupport.parkNanos(BACKLOG_PAUSE_NANOS);
      if (Thread.interrupted()) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted while connecting to " + to);
      }
    }
  }

  private static boolean isBacklogFull(Exception failure) {
    // EAGAIN; the JDK has no exception of its own for it.
    return failure instanceof SocketException
        && String.valueOf(failure.getMessage()).contains("temporarily unavailable");
  }

  /** Connects to any address, in time. */
  public static SocketStream connect(SocketAddress to, long deadline) throws IOException {
    if (to instanceof UnixDomainSocketAddress unix) {
      return new SocketStream(connectUnix(unix.getPath(), deadline));
    }
    SocketChannel socket = SocketChannel.open();
    try {
      socket.configureBlocking(false);
      Waiter waiter = new Waiter();
      Readiness.Watch watch = Readiness.watch(socket, (ready, operations) -> waiter.run());
      try {
        boolean connected = socket.connect(to);
        while (!connected) {
          watch.arm(SelectionKey.OP_CONNECT);
          if (!waiter.await(deadline)) {
            throw new SocketTimeoutException("connecting to " + to + " took too long");
          }
          connected = socket.finishConnect();
        }
        tune(socket);
        return new SocketStream(socket, watch);
      } catch (InterruptedException e) {
        watch.close();
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted while connecting to " + to);
      } catch (IOException | RuntimeException failure) {
        watch.close();
        throw failure;
      }
    } catch (IOException | RuntimeException failure) {
      socket.close();
      throw failure;
    }
  }

  /** Has small messages leave at once, and a peer whose machine is gone found out some day. */
  public static void tune(SocketChannel socket) throws IOException {
    if (!(socket.getLocalAddress() instanceof UnixDomainSocketAddress)) {
      socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
      socket.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
    }
  }

  /** Makes two sockets that are connected with each other, by way of a file that is gone then. */
  public static SocketChannel[] pair(Path file) throws IOException {
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(file), 1);
      SocketChannel one = connectUnix(file, Waiter.FOREVER);
      try {
        return new SocketChannel[] {one, server.accept()};
      } catch (IOException | RuntimeException failure) {
        one.close();
        throw failure;
      }
    } finally {
      Files.deleteIfExists(file);
    }
  }
}
