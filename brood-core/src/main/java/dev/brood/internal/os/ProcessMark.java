package dev.brood.internal.os;

import java.io.File;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A mark in the environment of a process, which all that it starts inherit. So they can be found
 * when it is dead and they have another parent. On Linux only, where {@code /proc/PID/environ}
 * shows it; elsewhere nothing is found.
 *
 * <p>A process that is started without the variable does not have the mark.
 */
public final class ProcessMark {

  /** The variable. */
  public static final String VARIABLE = "BROOD_CHILD";

  /**
   * How often to look until none is left: one that was killed takes a moment to go, and may have
   * started another while it was looked for. One that does nothing else gets away.
   */
  private static final int MOST_ROUNDS = 100;

  private static final long MOMENT_NANOS = 1_000_000;

  private ProcessMark() {}

  /**
   * Kills (SIGKILL) all that have a mark, and what they start meanwhile. When this returns they are
   * gone, but for those that the kernel itself keeps waiting.
   */
  public static void killAll(String mark) {
    String entry = VARIABLE + "=" + mark;
    for (int round = 0; round < MOST_ROUNDS && kill(entry); round++) {
      LockSupport.parkNanos(MOMENT_NANOS);
    }
  }

  /** Kills those that there are now; tells whether there was one. */
  private static boolean kill(String entry) {
    String @Nullable [] all = new File("/proc").list();
    if (all == null) {
      return false;
    }
    boolean any = false;
    for (String each : all) {
      if (Character.isDigit(each.charAt(0)) && has(each, entry)) {
        Optional<ProcessHandle> process = ProcessHandle.of(Long.parseLong(each));
        // Asked again: now the handle knows when the process started, and a pid is used again.
        if (process.isPresent() && has(each, entry)) {
          process.get().destroyForcibly();
          any = true;
        }
      }
    }
    return any;
  }

  private static boolean has(String pid, String entry) {
    String environment = KernelFiles.text("/proc/" + pid + "/environ");
    // Each variable ends with a zero.
    return environment != null && ("\0" + environment).contains("\0" + entry + "\0");
  }
}
