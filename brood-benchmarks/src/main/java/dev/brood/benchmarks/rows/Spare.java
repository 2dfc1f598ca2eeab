package dev.brood.benchmarks.rows;

import dev.brood.benchmarks.Elapsed;
import dev.brood.benchmarks.Probe;
import dev.brood.benchmarks.Settings;
import dev.brood.benchmarks.harness.Statistics;
import dev.brood.benchmarks.limit.IdleUsage;
import dev.brood.jvm.StartMethod;
import dev.brood.process.JvmProcess;
import dev.brood.process.Spares;
import java.util.List;

/** Spare JVMs: how fast they are started and given away, and what they cost. */
final class Spare {

  private Spare() {}

  private static List<Long> pids() {
    return ProcessHandle.current().children().map(ProcessHandle::pid).toList();
  }

  /** Measures how many spares per second are started where there are none. */
  static Probe refill(Settings settings) {
    return new Released() {
      @Override
      public double sample() throws Exception {
        Spares.release();
        Elapsed elapsed = Elapsed.of(() -> ProcessStart.awaitSpares(StartMethod.FORKSERVER));
        return elapsed.perSecond(pids().size());
      }
    };
  }

  /** Measures the time until {@code start()} returns; size: {@code starts}. */
  static Probe handOut(Settings settings) {
    int starts = settings.size("starts");
    return new Released() {
      @Override
      public double sample() throws Exception {
        double[] millis = new double[starts];
        for (int i = 0; i < starts; i++) {
          ProcessStart.awaitSpares(StartMethod.FORKSERVER);
          JvmProcess child =
              JvmProcess.builder().target(() -> {}).startMethod(StartMethod.FORKSERVER).build();
          millis[i] = Elapsed.of(child::start).millis();
          child.join();
        }
        return Statistics.median(millis);
      }
    };
  }

  /** Measures the memory of spares that wait; sizes: those of {@link IdleUsage}. */
  static Probe memory(Settings settings) throws InterruptedException {
    ProcessStart.awaitSpares(StartMethod.FORKSERVER);
    IdleUsage usage = new IdleUsage(settings, pids(), IdleUsage.Measure.UNIQUE_MEMORY);
    return new Released() {
      @Override
      public double sample() throws Exception {
        return usage.sample();
      }
    };
  }

  private abstract static class Released implements Probe {
    @Override
    public void close() {
      Spares.release();
    }
  }
}
