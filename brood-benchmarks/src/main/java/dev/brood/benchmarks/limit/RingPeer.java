package dev.brood.benchmarks.limit;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Another JVM that sends back what it gets over a bare ring. It spins only while it is told to:
 * between samples it sleeps in a read of its input, so that it does not disturb the other sides.
 */
final class RingPeer implements AutoCloseable {

  private static final Path SHARED_MEMORY = Path.of("/dev/shm");

  private final Path file;
  private final Arena arena = Arena.ofShared();
  private final Process process;
  private final DataOutputStream orders;
  private final RingLane there;
  private final RingLane back;

  private RingPeer() throws IOException {
    file =
        Files.isWritable(SHARED_MEMORY)
            ? Files.createTempFile(SHARED_MEMORY, "brood-bench-ring", null)
            : Files.createTempFile("brood-bench-ring", null);
    try {
      MemorySegment memory = map(file, arena);
      there = new RingLane(memory.asSlice(0, RingLane.BYTES));
      back = new RingLane(memory.asSlice(RingLane.BYTES));
      process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  System.getProperty("java.class.path"),
                  RingPeer.class.getName(),
                  file.toString())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      orders = new DataOutputStream(process.getOutputStream());
      // Its first byte says that it has mapped the file, so the name is not needed any more.
      if (process.getInputStream().read() < 0) {
        throw new IOException("the JVM at the other end of the ring did not start");
      }
    } finally {
      Files.delete(file);
    }
  }

  static RingPeer start() throws IOException {
    return new RingPeer();
  }

  /** Has the other JVM send back {@code messages} messages, and returns when it does. */
  void echo(long messages) throws IOException {
    orders.writeLong(messages + 1);
    orders.flush();
    there.give(-1);
    back.take();
  }

  RingLane there() {
    return there;
  }

  RingLane back() {
    return back;
  }

  @Override
  public void close() throws IOException {
    orders.close();
    BareJvm.awaitEnd(process);
    arena.close();
  }

  private static MemorySegment map(Path file, Arena arena) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      return channel.map(FileChannel.MapMode.READ_WRITE, 0, 2 * RingLane.BYTES, arena);
    }
  }

  /** The other JVM. */
  public static void main(String[] arguments) throws IOException {
    try (Arena arena = Arena.ofConfined();
        DataInputStream orders = new DataInputStream(System.in)) {
      MemorySegment memory = map(Path.of(arguments[0]), arena);
      RingLane in = new RingLane(memory.asSlice(0, RingLane.BYTES));
      RingLane out = new RingLane(memory.asSlice(RingLane.BYTES));
      System.out.write(1);
      System.out.flush();
      while (true) {
        for (long left = orders.readLong(); left > 0; left--) {
          out.give(in.take());
        }
      }
    } catch (EOFException noMoreOrders) {
      // The end of the benchmark.
    }
  }
}
