package dev.brood.system.program;

import dev.brood.process.JvmProcess;
import dev.brood.system.support.Delays;
import dev.brood.system.support.Signals;
import dev.brood.system.support.Waits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Ends while an archive is being made, by a process that does not notice: it is stopped, as all
 * threads are of a JVM that writes an archive. Prints its process id.
 */
public final class ArchiveLeaver {
  private ArchiveLeaver() {}

  public static void main(String[] args) throws InterruptedException, IOException {
    Set<Long> starts = new HashSet<>();
    // The second one says that there may be more, which is when an archive pays.
    starts.add(start());
    starts.add(start());
    Waits.until("a trainee", Delays.PATIENT, () -> childBeside(starts).isPresent());
    long trainee = childBeside(starts).orElseThrow().pid();
    // Before that the owner may not know yet that it has a trainee.
    Waits.until("the trainee runs", Delays.PATIENT, () -> hasOpenedAJar(trainee));
    Signals.stop(trainee);
    System.out.println(trainee);
  }

  private static long start() throws InterruptedException {
    try (JvmProcess child = JvmProcess.start(() -> {})) {
      child.join();
      return child.pid();
    }
  }

  private static boolean hasOpenedAJar(long pid) {
    try (Stream<Path> open = Files.list(Path.of("/proc/" + pid + "/fd"))) {
      return open.anyMatch(each -> targetOf(each).endsWith(".jar"));
    } catch (IOException | UncheckedIOException changing) {
      return false;
    }
  }

  private static String targetOf(Path link) {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (IOException closed) {
      return "";
    }
  }

  private static Optional<ProcessHandle> childBeside(Set<Long> others) {
    return ProcessHandle.current()
        .children()
        .filter(child -> !others.contains(child.pid()))
        .findFirst();
  }
}
