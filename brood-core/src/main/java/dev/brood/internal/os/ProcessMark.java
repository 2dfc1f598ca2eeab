package dev.brood.internal.os;

import java.io.File;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
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

  /** A process may start another while it is looked for; one that does nothing else gets away. */
  private static final int MOST_ROUNDS = 50;

  private ProcessMark() {}

  /** Kills (SIGKILL) all that have a mark, and what they start meanwhile. */
  public static void killAll(String mark) {
    String entry = VARIABLE + "=" + mark;
    Set<ProcessHandle> killed = new HashSet<>();
    for (int round = 0; round < MOST_ROUNDS && kill(entry, killed); round++) {
      // Those that were found may have started others since.
    }
  }

  /** Kills those that there are now; tells whether there was one that is not among the killed. */
  private static boolean kill(String entry, Set<ProcessHandle> killed) {
    String @Nullable [] all = new File("/proc").list();
    if (all == null) {
      return false;
    }
    boolean any = false;
    for (String each : all) {
      if (Character.isDigit(each.charAt(0)) && has(each, entry)) {
        Optional<ProcessHandle> process = ProcessHandle.of(Long.parseLong(each));
        // Asked again: now the handle knows when the process started, and a pid is used again.
        if (process.isPresent() && has(each, entry) && killed.add(process.get())) {
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
