package dev.brood.benchmarks.rows;

import dev.brood.benchmarks.Elapsed;
import dev.brood.benchmarks.Probe;
import dev.brood.benchmarks.Settings;
import dev.brood.benchmarks.harness.Statistics;
import dev.brood.benchmarks.limit.IdleUsage;
import dev.brood.channel.Connection;
import dev.brood.channel.Pipe;
import dev.brood.jvm.StartMethod;
import dev.brood.process.JvmProcess;
import dev.brood.process.Spares;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;

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
    return medianOf(settings.size("starts"), Spare::timeOfStart);
  }

  private static double timeOfStart() throws Exception {
    JvmProcess child =
        JvmProcess.builder().target(() -> {}).startMethod(StartMethod.FORKSERVER).build();
    double millis = Elapsed.of(child::start).millis();
    child.join();
    return millis;
  }

  /** Takes spares one after the other, each when all are there, and times something of each. */
  private static Probe medianOf(int starts, Callable<Double> timeOfOne) {
    return new Released() {
      @Override
      public double sample() throws Exception {
        double[] millis = new double[starts];
        for (int i = 0; i < starts; i++) {
          ProcessStart.awaitSpares(StartMethod.FORKSERVER);
          millis[i] = timeOfOne.call();
        }
        return Statistics.median(millis);
      }
    };
  }

  /** Measures the time from {@code start()} to the target's first byte; size: {@code starts}. */
  static Probe firstReply(Settings settings) {
    return medianOf(settings.size("starts"), Spare::timeToReply);
  }

  private static double timeToReply() throws Exception {
    byte[] reply = {1};
    try (Pipe pipe = Pipe.open()) {
      Connection here = pipe.first();
      Connection there = pipe.second();
      JvmProcess child =
          JvmProcess.builder()
              .target(() -> there.sendBytes(reply))
              .startMethod(StartMethod.FORKSERVER)
              .build();
      Elapsed elapsed =
          Elapsed.of(() -> {
            child.start();
            if (!Arrays.equals(here.receiveBytes(), reply)) {
              throw new IllegalStateException("wrong reply");
            }
          });
      child.join();
      return elapsed.millis();
    }
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
