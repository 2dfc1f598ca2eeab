package dev.brood.internal.os;

import java.io.File;
import org.jspecify.annotations.Nullable;

/** What the kernel says of a process. */
public final class ProcessState {

  private static final boolean IS_TOLD = new File("/proc/self/stat").exists();

  private ProcessState() {}

  /**
   * Tells whether a process has ended, even if nobody has waited for it yet; false where the system
   * does not say. On Linux the state in {@code /proc/PID/stat}, behind the name in brackets, see
   * proc(5).
   */
  public static boolean hasEnded(long pid) {
    if (!IS_TOLD) {
      return false;
    }
    @Nullable String stat = KernelFiles.text("/proc/" + pid + "/stat");
    if (stat == null) {
      return true;
    }
    int state = stat.lastIndexOf(')') + 2;
    return state < stat.length() && stat.charAt(state) == 'Z';
  }
}
