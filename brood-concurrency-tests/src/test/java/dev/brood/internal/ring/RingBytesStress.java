package dev.brood.internal.ring;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/** Whoever sees that bytes were written sees the bytes, in order. */
@JCStressTest
@Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "too early")
@Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "one")
@Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "one, later")
@Outcome(id = "1, 2", expect = ACCEPTABLE, desc = "both")
@State
public class RingBytesStress {

  private static final byte[] ONE = bytes(1);
  private static final byte[] TWO = bytes(2);

  private final ByteBuffer region = Regions.next();
  private final RingWriter writer = new RingWriter(region, 0);
  private final RingReader reader = new RingReader(region, 0);

  private static byte[] bytes(long value) {
    return ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder()).putLong(value).array();
  }

  @Actor
  public void write() {
    writer.write(ONE, 0, Long.BYTES);
    writer.publish();
    writer.write(TWO, 0, Long.BYTES);
    writer.publish();
  }

  @Actor
  public void read(LL_Result result) {
    result.r1 = next();
    result.r2 = next();
  }

  private long next() {
    if (reader.available() < Long.BYTES) {
      return 0;
    }
    byte[] read = new byte[Long.BYTES];
    reader.read(read, 0, Long.BYTES);
    return ByteBuffer.wrap(read).order(ByteOrder.nativeOrder()).getLong();
  }
}
