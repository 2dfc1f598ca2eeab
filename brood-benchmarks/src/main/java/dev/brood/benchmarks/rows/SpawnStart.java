package dev.brood.benchmarks.rows;

import dev.brood.benchmarks.Elapsed;
import dev.brood.benchmarks.Probe;
import dev.brood.benchmarks.Settings;
import dev.brood.benchmarks.harness.Statistics;
import dev.brood.process.ExitStatus;
import dev.brood.process.JvmProcess;
import java.util.Optional;

/** Starts a child that does nothing, and joins it. */
final class SpawnStart implements Probe {

  private final int starts;

  SpawnStart(Settings settings) {
    starts = settings.size("starts");
  }

  @Override
  public double sample() throws Exception {
    double[] millis = new double[starts];
    for (int i = 0; i < starts; i++) {
      millis[i] = Elapsed.of(SpawnStart::startAndJoin).millis();
    }
    return Statistics.median(millis);
  }

  private static void startAndJoin() throws InterruptedException {
    JvmProcess child = JvmProcess.start(() -> {});
    child.join();
    Optional<ExitStatus> status = child.exitStatus();
    if (!status.equals(Optional.of(new ExitStatus.Exited(0)))) {
      throw new IllegalStateException("the child ended with " + status);
    }
  }
}
