package dev.brood.benchmarks.limit;

import dev.brood.benchmarks.Probe;
import dev.brood.benchmarks.Settings;
import java.io.EOFException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * 64 bytes to another JVM and back over a Unix-domain socket, blocking on both sides: what a call
 * costs that is nothing but a message. Per second.
 */
public final class SocketRoundTrips implements Probe {

  private static final int BYTES = 64;

  private final int calls;
  private final Process peer;
  private final SocketChannel socket;
  private final ByteBuffer message = ByteBuffer.allocateDirect(BYTES);

  /** Creates the probe; size: {@code calls} per sample. */
  public SocketRoundTrips(Settings settings) throws IOException {
    calls = settings.size("calls");
    Path folder = Files.createTempDirectory("brood-bench");
    Path file = folder.resolve("s");
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(file));
      peer =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  System.getProperty("java.class.path"),
                  SocketRoundTrips.class.getName(),
                  file.toString())
              .inheritIO()
              .start();
      socket = server.accept();
    } finally {
      Files.deleteIfExists(file);
      Files.delete(folder);
    }
  }

  /** Creates the same probe, but for the microseconds that one takes. */
  public static Probe inMicros(Settings settings) throws IOException {
    SocketRoundTrips trips = new SocketRoundTrips(settings);
    return new Probe() {
      @Override
      public double sample() throws IOException {
        return 1e6 / trips.sample();
      }

      @Override
      public void close() throws IOException {
        trips.close();
      }
    };
  }

  static void main(String[] args) throws IOException {
    ByteBuffer message = ByteBuffer.allocateDirect(BYTES);
    try (SocketChannel socket = SocketChannel.open(UnixDomainSocketAddress.of(args[0]))) {
      while (true) {
        read(socket, message);
        write(socket, message);
      }
    } catch (EOFException over) {
      // The measuring side is done.
    }
  }

  private static void read(SocketChannel socket, ByteBuffer message) throws IOException {
    message.clear();
    while (message.hasRemaining()) {
      if (socket.read(message) < 0) {
        throw new EOFException("the other side has ended");
      }
    }
  }

  private static void write(SocketChannel socket, ByteBuffer message) throws IOException {
    message.flip();
    while (message.hasRemaining()) {
      socket.write(message);
    }
  }

  @Override
  public double sample() throws IOException {
    long start = System.nanoTime();
    for (int i = 0; i < calls; i++) {
      message.clear().position(BYTES);
      write(socket, message);
      read(socket, message);
    }
    return 1e9 * calls / (System.nanoTime() - start);
  }

  @Override
  public void close() throws IOException {
    socket.close();
    try {
      peer.waitFor();
    } catch (InterruptedException e) {
      peer.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
