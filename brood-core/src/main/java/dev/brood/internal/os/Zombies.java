package dev.brood.internal.os;

import org.jspecify.annotations.Nullable;

/** Processes that have ended and that nobody has waited for yet. */
public final class Zombies {
  private Zombies() {}

  /**
   * Tells whether a process is one of them; false where the system does not say. On Linux the state
   * in {@code /proc/PID/stat}, behind the name in brackets, see proc(5).
   */
  public static boolean contain(long pid) {
    @Nullable String stat = KernelFiles.text("/proc/" + pid + "/stat");
    if (stat == null) {
      return false;
    }
    int state = stat.lastIndexOf(')') + 2;
    return state < stat.length() && stat.charAt(state) == 'Z';
  }
}
