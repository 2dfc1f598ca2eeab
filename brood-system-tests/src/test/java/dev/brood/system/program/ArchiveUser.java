package dev.brood.system.program;

import dev.brood.process.JvmProcess;
import dev.brood.system.support.Delays;
import dev.brood.system.support.Waits;
import java.io.File;

/** Starts children until there is an archive for them, and one more. Argument: the cache. */
public final class ArchiveUser {
  private ArchiveUser() {}

  public static void main(String[] args) throws InterruptedException {
    start();
    start();
    if (args.length > 0) {
      File folder = new File(args[0]);
      Waits.until("an archive", Delays.PATIENT, () -> hasArchive(folder));
    }
    start();
  }

  private static boolean hasArchive(File folder) {
    String[] archives = folder.list((in, name) -> name.endsWith(".jsa"));
    return archives != null && archives.length > 0;
  }

  private static void start() throws InterruptedException {
    try (JvmProcess child = JvmProcess.start(ArchiveUser::tellWhetherArchived)) {
      child.join();
    }
  }

  private static void tellWhetherArchived() {
    String line = ProcessHandle.current().info().commandLine().orElse("");
    System.out.println(line.contains("-XX:SharedArchiveFile=") ? "archived" : "plain");
  }
}
