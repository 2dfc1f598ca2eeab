package dev.brood.internal.command;

import dev.brood.internal.os.Cgroup;
import dev.brood.internal.os.KernelFiles;
import dev.brood.internal.wire.Welcome;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * What limits the number of processors of this process, as far as the system tells.
 *
 * @param machine processors of the machine that are switched on
 * @param affinity processors that this process may run on
 * @param quota processors' worth of time that its control groups allow
 * @param flag what {@code -XX:ActiveProcessorCount} says
 * @param jvm what the JVM has made of it
 * @param share what its owner has left to it, if this is a worker of a pool
 */
public record CpuLimits(
    OptionalInt machine,
    OptionalInt affinity,
    OptionalDouble quota,
    OptionalInt flag,
    int jvm,
    OptionalInt share) {
  private static final String FLAG = "-XX:ActiveProcessorCount=";

  /** Asks the system. */
  public static CpuLimits detect() {
    String online = KernelFiles.text("/sys/devices/system/cpu/online");
    String status = KernelFiles.text("/proc/self/status");
    double quota = Cgroup.current().cpuQuota();
    Welcome self = Welcome.ofThisJvm();
    return new CpuLimits(
        positive(KernelFiles.countOf(online)),
        positive(KernelFiles.countOf(KernelFiles.valueOf(status, "Cpus_allowed_list:"))),
        quota == Cgroup.UNLIMITED ? OptionalDouble.empty() : OptionalDouble.of(quota),
        flagOf(CommandLine.ofThisJvm().inheritedOptions()),
        Runtime.getRuntime().availableProcessors(),
        positive(self == null ? 0 : self.ration().processors()));
  }

  private static OptionalInt positive(int count) {
    return count > 0 ? OptionalInt.of(count) : OptionalInt.empty();
  }

  private static OptionalInt flagOf(Iterable<String> options) {
    long last = -1;
    for (String option : options) {
      if (option.startsWith(FLAG)) {
        last = KernelFiles.number(option.substring(FLAG.length()), last);
      }
    }
    return last > 0 && last <= Integer.MAX_VALUE ? OptionalInt.of((int) last) : OptionalInt.empty();
  }
}
