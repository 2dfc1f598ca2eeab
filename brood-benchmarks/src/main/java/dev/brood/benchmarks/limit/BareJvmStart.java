package dev.brood.benchmarks.limit;

import dev.brood.benchmarks.Elapsed;
import dev.brood.benchmarks.Probe;
import dev.brood.benchmarks.Settings;
import dev.brood.benchmarks.harness.Statistics;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Starts bare JVMs, all at once, and waits until they have ended: what no start of a child JVM can
 * beat. In ms.
 */
public final class BareJvmStart implements Probe {

  private final BareJvm jvm;
  private final int atOnce;
  private final int starts;

  /**
   * Creates the probe; sizes: {@code starts} per sample, {@code workers} at once (1 if that is not
   * a size), {@code jars} before its class (none).
   */
  public BareJvmStart(Settings settings) throws IOException {
    jvm = BareJvm.prepare(ManyJars.make(settings.sizes().getOrDefault("jars", 0)));
    starts = settings.size("starts");
    atOnce = settings.sizes().getOrDefault("workers", 1);
  }

  @Override
  public double sample() throws Exception {
    double[] millis = new double[starts];
    for (int i = 0; i < starts; i++) {
      millis[i] = Elapsed.of(this::startAndWait).millis();
    }
    return Statistics.median(millis);
  }

  private void startAndWait() throws Exception {
    List<Process> children = new ArrayList<>();
    for (int i = 0; i < atOnce; i++) {
      children.add(jvm.start());
    }
    for (Process child : children) {
      int exitCode = child.waitFor();
      if (exitCode != 0) {
        throw new IOException("a bare JVM ended with exit code " + exitCode);
      }
    }
  }
}
