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

  private final List<Long> children;
  private final List<Long> all;
  private final boolean memory;
  private final Settings settings;

  /**
   * Creates the probe after everything had time to settle; sizes: {@code settle_millis}, {@code
   * millis} for CPU.
   */
  public IdleUsage(Settings settings, List<Long> children, boolean memory)
      throws InterruptedException {
    this.settings = settings;
    this.children = List.copyOf(children);
    this.memory = memory;
    all = new ArrayList<>(children);
    all.add(ProcessHandle.current().pid());
    Thread.sleep(settings.size("settle_millis"));
  }

  @Override
  public double sample() throws Exception {
    return memory ? medianMegabytes() : corePercent();
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
      megabytes[i] = ProcessUsage.uniqueBytes(children.get(i)) / 1e6;
    }
    return Statistics.median(megabytes);
  }
}
