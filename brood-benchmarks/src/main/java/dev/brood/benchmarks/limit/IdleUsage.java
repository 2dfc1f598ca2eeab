package dev.brood.benchmarks.limit;

import dev.brood.benchmarks.Probe;
import dev.brood.benchmarks.Settings;
import dev.brood.benchmarks.harness.Statistics;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What this process and its children use while nothing is to be done: the CPU time of all of them,
 * shared out among the children, in percent of a core; or the median memory of a child in MB.
 */
public final class IdleUsage implements Probe {

  /** What is looked at. */
  public enum Measure {
    /** Time on a processor. */
    CPU,
    /** Memory that would be free without the child (USS). */
    UNIQUE_MEMORY,
    /** Memory with a fair share of what it shares with others (PSS). */
    PROPORTIONAL_MEMORY
  }

  private final List<Long> children;
  private final List<Long> all;
  private final Measure measure;
  private final Settings settings;

  /**
   * Creates the probe after everything had time to settle; sizes: {@code settle_millis}, {@code
   * millis} for CPU.
   */
  public IdleUsage(Settings settings, List<Long> children, Measure measure)
      throws InterruptedException {
    this.settings = settings;
    this.children = List.copyOf(children);
    this.measure = measure;
    all = new ArrayList<>(children);
    all.add(ProcessHandle.current().pid());
    Thread.sleep(settings.size("settle_millis"));
  }

  @Override
  public double sample() throws Exception {
    return measure == Measure.CPU ? corePercent() : medianMegabytes();
  }

  private double corePercent() throws IOException, InterruptedException {
    long start = System.nanoTime();
    long cpuBefore = ProcessUsage.cpuNanos(all);
    Thread.sleep(settings.size("millis"));
    long cpu = ProcessUsage.cpuNanos(all) - cpuBefore;
    return 100.0 * cpu / (System.nanoTime() - start) / children.size();
  }

  private double medianMegabytes() throws IOException {
    double[] megabytes = new double[children.size()];
    for (int i = 0; i < megabytes.length; i++) {
      long pid = children.get(i);
      long bytes =
          measure == Measure.UNIQUE_MEMORY
              ? ProcessUsage.uniqueBytes(pid)
              : ProcessUsage.proportionalBytes(pid);
      megabytes[i] = bytes / 1e6;
    }
    return Statistics.median(megabytes);
  }
}
