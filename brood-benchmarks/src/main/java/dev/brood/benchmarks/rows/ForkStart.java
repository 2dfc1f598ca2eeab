package dev.brood.benchmarks.rows;

import dev.brood.benchmarks.Elapsed;
import dev.brood.benchmarks.Probe;
import dev.brood.benchmarks.Settings;
import dev.brood.benchmarks.harness.Statistics;
import dev.brood.benchmarks.rows.forked.State;
import dev.brood.jvm.ForkScope;
import dev.brood.jvm.StartMethod;
import dev.brood.process.ExitStatus;
import dev.brood.process.JvmProcess;
import dev.brood.process.Spares;
import java.util.Optional;

/** Starts children with a copy of a table, has them look at it, and joins them. */
final class ForkStart implements Probe {

  private final int starts;
  private final int entries;

  ForkStart(Settings settings) {
    starts = settings.size("starts");
    entries = settings.size("entries");
    ForkScope.setForThisJvm(ForkScope.packages(State.class.getPackageName()));
    State.fill(entries);
  }

  @Override
  public double sample() throws Exception {
    double[] millis = new double[starts];
    for (int i = 0; i < starts; i++) {
      ProcessStart.awaitSpares(StartMethod.FORK);
      millis[i] = Elapsed.of(this::startAndJoin).millis();
    }
    return Statistics.median(millis);
  }

  private void startAndJoin() throws InterruptedException {
    JvmProcess child =
        JvmProcess.builder().target(State::check, entries).startMethod(StartMethod.FORK).start();
    child.join();
    Optional<ExitStatus> status = child.exitStatus();
    if (!status.equals(Optional.of(new ExitStatus.Exited(0)))) {
      throw new IllegalStateException("the child ended with " + status);
    }
  }

  @Override
  public void close() {
    Spares.release();
  }
}
