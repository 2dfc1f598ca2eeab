package dev.brood.cli;

import dev.brood.cli.doctor.Sizes;
import dev.brood.internal.archive.ArchiveFolder;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "cache",
    description = {
      "List the class-data archives that make children start faster, the one used last first.",
      "They are made again when they are needed; unused ones go by themselves."
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:archives could not be deleted",
      "2:the command line was not understood"
    })
final class CacheCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(names = "--clear", description = "Delete them all. Children that run keep what they use.")
  private boolean clear;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    ArchiveFolder folder = ArchiveFolder.ofUser();
    if (folder == null) {
      out.println("There is no cache: no home folder, or -D" + ArchiveFolder.PROPERTY + "=off.");
      return 0;
    }
    if (clear) {
      return clear(folder, out);
    }
    list(folder, out);
    return 0;
  }

  private static void list(ArchiveFolder folder, PrintWriter out) {
    List<Path> archives = folder.archives();
    long sum = 0;
    for (Path each : archives) {
      long size = ArchiveFolder.size(each);
      sum += size;
      long age = System.currentTimeMillis() - each.toFile().lastModified();
      out.printf(
          "%s  %7s  used %s%n", each.getFileName(), Sizes.text(size), ago(Duration.ofMillis(age)));
    }
    out.printf("%d in %s, %s%n", archives.size(), folder.path(), Sizes.text(sum));
    out.flush();
  }

  private static Integer clear(ArchiveFolder folder, PrintWriter out) {
    int before = folder.archives().size();
    int deleted = folder.clear();
    out.printf("%d of %d deleted in %s%n", deleted, before, folder.path());
    out.flush();
    return deleted < before ? 1 : 0;
  }

  static String ago(Duration age) {
    if (age.toDays() > 1) {
      return age.toDays() + " days ago";
    }
    // A use is noted twice a day only.
    return age.toHours() > 1 ? age.toHours() + " hours ago" : "lately";
  }
}
