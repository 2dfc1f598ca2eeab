package dev.brood.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.util.Locale;

/** Where a run takes place, in one line: figures mean nothing without it. */
final class Machine {

  private Machine() {}

  static String line(boolean quickly) {
    OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
    double load = system.getSystemLoadAverage();
    return String.format(
        Locale.ROOT,
        "%s run, %d processors, %s %s %s, Java %s%s",
        quickly ? "Quick" : "Full",
        system.getAvailableProcessors(),
        system.getName(),
        system.getVersion(),
        system.getArch(),
        Runtime.version(),
        load < 0 ? "" : String.format(Locale.ROOT, ", load %.2f before the run", load));
  }
}
