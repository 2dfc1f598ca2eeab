package dev.brood.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/** What no child JVM can be faster than. */
final class BareJvm {
  private BareJvm() {}

  static double startAndExit(Effort effort) throws IOException, InterruptedException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    double[] millis = new double[effort == Effort.QUICK ? 5 : 31];
    for (int round = 0; round < millis.length; round++) {
      long before = System.nanoTime();
      new ProcessBuilder(
              java, "-Xshare:auto", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-version")
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
      millis[round] = (System.nanoTime() - before) / 1e6;
    }
    Arrays.sort(millis);
    return millis[millis.length / 2];
  }
}
