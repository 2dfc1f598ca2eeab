package dev.brood.internal.os;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The Linux control groups of this process: what they allow, and whom they killed.
 *
 * <p>A limit of any group above counts as well, so the groups are asked from our own up to the
 * root. Both versions of the interface are understood, also on a machine that uses both.
 */
public final class Cgroup {
  /** No limit is known. */
  public static final double UNLIMITED = Double.POSITIVE_INFINITY;

  private final String root;

  /** Directories of our group and those above it, nearest first; version 2. */
  private final List<String> unified;

  /** The same for the cpu controller of version 1. */
  private final List<String> cpu;

  /** The same for its memory controller. */
  private final List<String> memory;

  private Cgroup(String root, List<String> unified, List<String> cpu, List<String> memory) {
    this.root = root;
    this.unified = unified;
    this.cpu = cpu;
    this.memory = memory;
  }

  /** Returns the groups of this process; on a system without control groups there are none. */
  public static Cgroup current() {
    return at("/");
  }

  /** Reads the same files below {@code root}, which ends with a slash. */
  static Cgroup at(String root) {
    List<String> unified = new ArrayList<>();
    List<String> cpu = new ArrayList<>();
    List<String> memory = new ArrayList<>();
    String membership = KernelFiles.text(root + "proc/self/cgroup");
    if (membership != null) {
      for (String line : membership.split("\n", -1)) {
        String[] cells = line.split(":", 3);
        if (cells.length < 3) {
          continue;
        }
        if (cells[0].equals("0") && cells[1].isEmpty()) {
          addUpwards(unified, root + "sys/fs/cgroup", cells[2]);
        } else if (List.of(cells[1].split(",", -1)).contains("cpu")) {
          addUpwards(cpu, root + "sys/fs/cgroup/" + cells[1], cells[2]);
          addUpwards(cpu, root + "sys/fs/cgroup/cpu", cells[2]);
        } else if (cells[1].equals("memory")) {
          addUpwards(memory, root + "sys/fs/cgroup/memory", cells[2]);
        }
      }
    }
    return new Cgroup(root, unified, cpu, memory);
  }

  /** In a container the path is the host's, and the container's own group is the mount itself. */
  private static void addUpwards(List<String> groups, String mount, String path) {
    String below = path.equals("/") ? "" : path;
    while (!below.isEmpty()) {
      groups.add(mount + below);
      below = below.substring(0, Math.max(0, below.lastIndexOf('/')));
    }
    groups.add(mount);
  }

  /** Returns how many processors' worth of time the groups allow, or {@link #UNLIMITED}. */
  public double cpuQuota() {
    double least = UNLIMITED;
    for (String group : unified) {
      least = Math.min(least, quotaOf(KernelFiles.text(group + "/cpu.max")));
    }
    for (String group : cpu) {
      long quota = KernelFiles.number(KernelFiles.text(group + "/cpu.cfs_quota_us"), -1);
      long period = KernelFiles.number(KernelFiles.text(group + "/cpu.cfs_period_us"), -1);
      least = Math.min(least, ratio(quota, period));
    }
    return least;
  }

  /** Understands {@code "150000 100000"} and {@code "max 100000"}. */
  private static double quotaOf(@Nullable String cpuMax) {
    if (cpuMax == null) {
      return UNLIMITED;
    }
    String[] cells = cpuMax.strip().split(" ", -1);
    return cells.length < 2
        ? UNLIMITED
        : ratio(KernelFiles.number(cells[0], -1), KernelFiles.number(cells[1], -1));
  }

  /** Returns how many bytes of memory the groups allow, {@link Long#MAX_VALUE} for no limit. */
  public long memoryLimit() {
    long least = Long.MAX_VALUE;
    // Without a limit version 2 says "max", and version 1 some very large number.
    for (String group : unified) {
      least = Math.min(least, KernelFiles.number(KernelFiles.text(group + "/memory.max"), least));
    }
    for (String group : memory) {
      String limit = KernelFiles.text(group + "/memory.limit_in_bytes");
      least = Math.min(least, KernelFiles.number(limit, least));
    }
    return least;
  }

  private static double ratio(long quota, long period) {
    return quota > 0 && period > 0 ? (double) quota / period : UNLIMITED;
  }

  /**
   * Returns how many processes the kernel has killed so far for want of memory, in our group or,
   * where that is not counted, on the whole machine; 0 if neither is known.
   */
  public long outOfMemoryKills() {
    for (String group : unified) {
      String value = KernelFiles.valueOf(KernelFiles.text(group + "/memory.events"), "oom_kill ");
      if (value != null) {
        return KernelFiles.number(value, 0);
      }
    }
    String machine = KernelFiles.valueOf(KernelFiles.text(root + "proc/vmstat"), "oom_kill ");
    return KernelFiles.number(machine, 0);
  }
}
