package dev.brood.internal.codec;

import dev.brood.function.SerializableFunction;
import dev.brood.internal.codec.Samples.Box;
import dev.brood.internal.codec.Samples.Color;
import dev.brood.internal.codec.Samples.Point;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;

/**
 * Prints what it costs to write and read some values, in nanoseconds, beside plain JDK
 * serialization. For orientation: warmed up, best of fifteen.
 */
@NullUnmarked
final class CodecTiming {
  private static final Wire WIRE = new Wire();
  private static Object sink;

  private CodecTiming() {}

  /** Prints the table. */
  @SuppressWarnings("SystemOut")
  public static void main(String[] arguments) throws Exception {
    System.out.printf(
        "%-24s%12s%12s%12s%12s%9s%n", "ns", "write", "read", "JDK w", "JDK r", "bytes");
    int offset = arguments.length;
    SerializableFunction<Integer, Integer> plain = x -> x + 1;
    SerializableFunction<Integer, Integer> capturing = x -> x + offset;
    Box box = new Box("x");
    SerializableFunction<Integer, Object> capturingBox = x -> box.content;
    List<Integer> integers = new ArrayList<>();
    Map<String, Integer> map = new HashMap<>();
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      integers.add(i * 37);
      map.put("key " + i, i);
      points.add(new Point(i, -i));
    }
    measure("Integer", 12_345);
    measure("Long", 1L << 40);
    measure("Double", 1.5);
    measure("String of 10", "0123456789");
    measure("String of 100", "0123456789".repeat(10));
    measure("String of 10, wide", "\u4e2d123456789");
    measure("String of 10,000", "0123456789".repeat(1000));
    measure("ArrayList of 1,000", integers);
    measure("ArrayList of 1,000 L", new ArrayList<>(integers.stream().map(i -> (long) i).toList()));
    measure("List.of 3", List.of(1, 2, 3));
    measure("HashMap of 1,000", map);
    measure("int[100]", new int[100]);
    measure("double[1,000]", new double[1000]);
    measure("enum", Color.RED);
    measure("record", new Point(1, 2));
    measure("1,000 records", points);
    measure("lambda", plain);
    measure("lambda, one int", capturing);
    measure("lambda, one object", capturingBox);
    measure("class", box);
    measure("exception", new IllegalStateException("m"));
    Runnable writeThrowable =
        () -> {
          ByteSink bytes = new ByteSink();
          RemoteThrowable.capture(
                  new IllegalStateException("m"), CodecTiming.class.getClassLoader())
              .put(bytes);
          sink = bytes;
        };
    System.out.printf(Locale.ROOT, "%-24s%12.1f%n", "RemoteThrowable", time(writeThrowable));
    long[] large = new long[12_500_000];
    measure("long[12,500,000], refs", large);
    attachment(large);
  }

  private static void attachment(long[] large) {
    Attachment from = Attachment.of(PrimitiveArrays.LONG, large);
    Attachment to = Attachment.allocate(PrimitiveArrays.LONG, large.length);
    ByteBuffer ring = ByteBuffer.allocateDirect(1 << 20);
    Runnable copy =
        () -> {
          for (long at = 0; at < from.byteLength(); ) {
            ring.clear();
            from.copyOut(at, ring);
            ring.flip();
            at += to.copyIn(at, ring);
          }
        };
    System.out.printf(Locale.ROOT, "100 MB through a 1 MiB ring: %.2f GB/s%n", 1e8 / time(copy));
  }

  private static void measure(String name, Object value) throws Exception {
    WIRE.send(value);
    byte[] bytes = WIRE.writer.sink().toByteArray();
    Runnable write =
        () -> {
          WIRE.writer.reset();
          WIRE.writer.write(value, "value");
        };
    Runnable read =
        () -> {
          WIRE.reader.source().reset(bytes, 0, bytes.length);
          sink = WIRE.reader.read();
        };
    byte[] jdk = jdk(value);
    Runnable jdkWrite = () -> sink = jdk(value);
    Runnable jdkRead = () -> sink = jdk(jdk);
    System.out.printf(
        Locale.ROOT,
        "%-24s%12.1f%12.1f%12.1f%12.1f%9d%n",
        name,
        time(write),
        time(read),
        time(jdkWrite),
        time(jdkRead),
        bytes.length);
  }

  private static byte[] jdk(Object value) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      new ObjectOutputStream(bytes).writeObject(value);
      return bytes.toByteArray();
    } catch (Exception failing) {
      throw new AssertionError(failing);
    }
  }

  private static Object jdk(byte[] bytes) {
    try {
      return new ObjectInputStream(new ByteArrayInputStream(bytes)).readObject();
    } catch (Exception failing) {
      throw new AssertionError(failing);
    }
  }

  private static double time(Runnable task) {
    long rounds = 1;
    long took = 0;
    long end = System.nanoTime() + 300_000_000;
    while (System.nanoTime() < end || took < 20_000_000) {
      took = run(task, rounds);
      if (took < 20_000_000) {
        rounds *= 2;
      }
    }
    double best = Double.MAX_VALUE;
    for (int i = 0; i < 15; i++) {
      best = Math.min(best, (double) run(task, rounds) / rounds);
    }
    return best;
  }

  private static long run(Runnable task, long rounds) {
    long start = System.nanoTime();
    for (long i = 0; i < rounds; i++) {
      task.run();
    }
    return System.nanoTime() - start;
  }
}
