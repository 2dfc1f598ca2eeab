package dev.brood.internal.ring;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.nio.ByteBuffer;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** No reader goes to sleep over bytes that were written without a bell for it. */
@JCStressTest
@Outcome(id = "true, false", expect = ACCEPTABLE, desc = "sleeps, and the bell rings")
@Outcome(id = "false, true", expect = ACCEPTABLE, desc = "stays awake")
@Outcome(id = "true, true", expect = ACCEPTABLE, desc = "stays awake, one bell too many")
@Outcome(id = "false, false", expect = FORBIDDEN, desc = "sleeps for ever")
@State
public class RingReaderSleepStress {

  private static final byte[] BYTE = {1};

  private final ByteBuffer region = Regions.next();
  private final RingWriter writer = new RingWriter(region, 0);
  private final RingReader reader = new RingReader(region, 0);

  @Actor
  public void write(ZZ_Result result) {
    writer.write(BYTE, 0, 1);
    writer.publish();
    result.r1 = writer.takeReaderWaits();
  }

  @Actor
  public void sleep(ZZ_Result result) {
    result.r2 = reader.waitForBytes();
  }
}
