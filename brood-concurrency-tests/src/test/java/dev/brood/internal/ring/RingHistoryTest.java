package dev.brood.internal.ring;

import dev.brood.internal.family.RandomPrograms;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Whatever its writer and its reader do at the same time, a ring is a queue with room for so many
 * bytes: Lincheck runs random programs and looks for an order that explains them.
 */
class RingHistoryTest {

  private static final int ROOM = 2;
  private static final int MESSAGE = Regions.CAPACITY / ROOM;

  @Test
  void isThatOfOneQueue() {
    RandomPrograms.of(2, 6, Alone.class).check(Together.class);
  }

  /** The ring, of which half is filled by a message, so that it is often full. */
  public static final class Together {
    private final ByteBuffer region = Regions.next();
    private final RingWriter writer = new RingWriter(region, 0);
    private final RingReader reader = new RingReader(region, 0);

    @Operation(nonParallelGroup = "writer")
    public boolean write(@Param(gen = IntGen.class, conf = "1:100") int number) {
      byte[] message = new byte[MESSAGE];
      Arrays.fill(message, (byte) number);
      int written = writer.write(message, 0, MESSAGE);
      writer.publish();
      if (written % MESSAGE != 0) {
        throw new IllegalStateException("written=" + written + " of " + MESSAGE);
      }
      return written > 0;
    }

    @Operation(nonParallelGroup = "reader")
    public @Nullable Integer read() {
      if (reader.available() == 0) {
        return null;
      }
      byte[] message = new byte[MESSAGE];
      int read = reader.read(message, 0, MESSAGE);
      byte[] expected = new byte[MESSAGE];
      Arrays.fill(expected, message[0]);
      if (read < MESSAGE || !Arrays.equals(message, expected)) {
        throw new IllegalStateException("read=" + read + " bytes that are no message");
      }
      return (int) message[0];
    }
  }

  /** What the ring is to be like. */
  public static final class Alone {
    private final Queue<Integer> numbers = new ArrayDeque<>();

    public boolean write(int number) {
      return numbers.size() < ROOM && numbers.offer(number);
    }

    public @Nullable Integer read() {
      return numbers.poll();
    }
  }
}
