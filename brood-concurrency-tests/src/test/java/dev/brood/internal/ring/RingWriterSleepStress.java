package dev.brood.internal.ring;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.nio.ByteBuffer;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** No writer goes to sleep over a full ring that was emptied without a bell for it. */
@JCStressTest
@Outcome(id = "true, false", expect = ACCEPTABLE, desc = "sleeps, and the bell rings")
@Outcome(id = "false, true", expect = ACCEPTABLE, desc = "stays awake")
@Outcome(id = "true, true", expect = ACCEPTABLE, desc = "stays awake, one bell too many")
@Outcome(id = "false, false", expect = FORBIDDEN, desc = "sleeps for ever")
@State
public class RingWriterSleepStress {

  private static final byte[] ALL = new byte[Regions.CAPACITY];

  private final ByteBuffer region = Regions.next();
  private final RingWriter writer = new RingWriter(region, 0);
  private final RingReader reader = new RingReader(region, 0);

  public RingWriterSleepStress() {
    writer.write(ALL, 0, ALL.length);
    writer.publish();
  }

  @Actor
  public void read(ZZ_Result result) {
    reader.consume(reader.available());
    result.r1 = reader.takeWriterWaits();
  }

  @Actor
  public void sleep(ZZ_Result result) {
    result.r2 = writer.waitForSpace();
  }
}
