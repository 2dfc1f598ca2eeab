package dev.brood.internal.os;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How much memory a process has in use. */
public final class ResidentMemory {

  private static final Pattern SPACES = Pattern.compile("\\s+");

  private ResidentMemory() {}

  /**
   * Returns the resident set of a process in bytes, or -1 where the system does not say or there is
   * no such process. On Linux {@code /proc/PID/status}, {@code VmRSS}, see proc(5).
   */
  public static long of(long pid) {
    @Nullable String size =
        KernelFiles.valueOf(KernelFiles.text("/proc/" + pid + "/status"), "VmRSS:");
    if (size == null) {
      return -1;
    }
    long kilobytes = KernelFiles.number(SPACES.split(size, 2)[0], -1);
    return kilobytes < 0 ? -1 : kilobytes * 1024;
  }
}
