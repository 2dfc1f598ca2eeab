package dev.brood.benchmarks.limit;

import dev.brood.benchmarks.Probe;
import dev.brood.benchmarks.Settings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Bare JVMs that do nothing, as many as the pool has workers, beside this one. */
public final class IdleJvms implements Probe {

  private final BareJvm jvm = BareJvm.prepare();
  private final List<Process> children = new ArrayList<>();
  private final IdleUsage usage;

  private IdleJvms(Settings settings, IdleUsage.Measure measure)
      throws IOException, InterruptedException {
    for (int i = 0; i < settings.size("workers"); i++) {
      children.add(jvm.start("wait"));
    }
    usage = new IdleUsage(settings, children.stream().map(Process::pid).toList(), measure);
  }

  /**
   * Returns the probe of their CPU time; sizes: {@code workers}, {@code settle_millis}, {@code
   * millis}.
   */
  public static Probe cpu(Settings settings) throws IOException, InterruptedException {
    return new IdleJvms(settings, IdleUsage.Measure.CPU);
  }

  /** Returns the probe of their memory; sizes: {@code workers}, {@code settle_millis}. */
  public static Probe memory(Settings settings) throws IOException, InterruptedException {
    return new IdleJvms(settings, IdleUsage.Measure.UNIQUE_MEMORY);
  }

  /** Returns the probe of their memory with a share of what they share; sizes are the same. */
  public static Probe proportional(Settings settings) throws IOException, InterruptedException {
    return new IdleJvms(settings, IdleUsage.Measure.PROPORTIONAL_MEMORY);
  }

  @Override
  public double sample() throws Exception {
    return usage.sample();
  }

  @Override
  public void close() throws IOException {
    for (Process child : children) {
      child.getOutputStream().close();
    }
    children.forEach(BareJvm::awaitEnd);
  }
}
