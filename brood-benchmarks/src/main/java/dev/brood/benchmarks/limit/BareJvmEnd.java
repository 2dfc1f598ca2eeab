package dev.brood.benchmarks.limit;

import dev.brood.benchmarks.Elapsed;
import dev.brood.benchmarks.Probe;
import dev.brood.benchmarks.Settings;
import dev.brood.benchmarks.harness.Statistics;
import java.io.IOException;

/**
 * Kills bare JVMs that do nothing, one after the other, and waits until each is gone: no join of a
 * child JVM can be faster, however little it had to do. In ms.
 */
public final class BareJvmEnd implements Probe {

  /** A JVM has come up by then, and is idle. */
  private static final long UP_MILLIS = 300;

  private final BareJvm jvm = BareJvm.prepare();
  private final int starts;

  /** Creates the probe; sizes: {@code starts} per sample. */
  public BareJvmEnd(Settings settings) throws IOException {
    starts = settings.size("starts");
  }

  @Override
  public double sample() throws Exception {
    double[] millis = new double[starts];
    for (int i = 0; i < starts; i++) {
      Process child = jvm.start("wait");
      Thread.sleep(UP_MILLIS);
      millis[i] = Elapsed.of(() -> child.destroyForcibly().waitFor()).millis();
    }
    return Statistics.median(millis);
  }
}
