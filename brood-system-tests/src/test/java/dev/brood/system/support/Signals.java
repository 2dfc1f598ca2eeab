package dev.brood.system.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Stops processes and has them go on. */
public final class Signals {

  private Signals() {}

  /** Stops a process; when this returns, none of its threads runs. */
  public static void stop(long pid) throws IOException, InterruptedException {
    send("STOP", pid);
    Path threads = Path.of("/proc", Long.toString(pid), "task");
    if (Files.isDirectory(threads)) {
      // The signal is only under way when the command that sends it has ended.
      Waits.until("pid=" + pid + " is stopped", () -> isStopped(threads));
    }
  }

  /** Has a stopped process go on. */
  public static void resume(long pid) throws IOException, InterruptedException {
    send("CONT", pid);
  }

  /** Kills a process, as somebody outside would. */
  public static void kill(long pid) throws IOException, InterruptedException {
    send("KILL", pid);
  }

  private static void send(String signal, long pid) throws IOException, InterruptedException {
    assertThat(new ProcessBuilder("kill", "-" + signal, "" + pid).start().waitFor()).isZero();
  }

  private static boolean isStopped(Path threads) {
    try (Stream<Path> each = Files.list(threads)) {
      return each.allMatch(thread -> Leftovers.stateOf(thread) == 'T');
    } catch (IOException gone) {
      return false;
    }
  }
}
