package dev.brood.internal.os;

import java.lang.management.ManagementFactory;
import org.jspecify.annotations.Nullable;

/** How much memory the programs of this machine, or of this control group, have together. */
public final class MachineMemory {

  private MachineMemory() {}

  /** Returns the size in bytes, or -1 where the system does not say. */
  public static long total() {
    long machine = ofMachine(KernelFiles.text("/proc/meminfo"));
    if (machine < 0) {
      return ofBean();
    }
    return Math.min(machine, Cgroup.current().memoryLimit());
  }

  /** Returns what a machine has that says so in {@code /proc/meminfo}, or -1. */
  static long ofMachine(@Nullable String meminfo) {
    String size = KernelFiles.valueOf(meminfo, "MemTotal:");
    long kilobytes = size == null ? -1 : KernelFiles.number(size.replace("kB", ""), -1);
    return kilobytes < 0 ? -1 : kilobytes * 1024;
  }

  /** Asks the management interface, 10 ms, where there is no such file. */
  static long ofBean() {
    if (ModuleLayer.boot().findModule("jdk.management").isEmpty()) {
      return -1;
    }
    try {
      // By name: the core does not need the module.
      Object size =
          Class.forName("com.sun.management.OperatingSystemMXBean")
              .getMethod("getTotalMemorySize")
              .invoke(ManagementFactory.getOperatingSystemMXBean());
      return size instanceof Long bytes && bytes > 0 ? bytes : -1;
    } catch (ReflectiveOperationException | LinkageError unknown) {
      return -1;
    }
  }
}
