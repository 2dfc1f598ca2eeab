package dev.brood.system.support;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The threads of this JVM and of its children, virtual ones too. */
final class ThreadDump {
  private static final Pattern HEADLINE = Pattern.compile("#\\d+ \"([^\"]*)\".*");

  private ThreadDump() {}

  /** Returns the names of all threads of this JVM. */
  static List<String> names() {
    return ofThisJvm()
        .lines()
        .map(HEADLINE::matcher)
        .filter(Matcher::matches)
        .map(headline -> headline.group(1))
        .toList();
  }

  /** Returns the stacks of all threads of this JVM. */
  static String ofThisJvm() {
    try {
      Path folder = Files.createTempDirectory("dump");
      Path file = folder.resolve("threads.txt");
      try {
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
            .dumpThreads(file.toString(), ThreadDumpFormat.TEXT_PLAIN);
        return Files.readString(file);
      } finally {
        Files.deleteIfExists(file);
        Files.delete(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the stacks of a child, or what was wrong. */
  static String of(ProcessHandle child) {
    String head = "--- " + Leftovers.describe(child) + "\n";
    try {
      Path output = Files.createTempFile("jcmd", ".txt");
      try {
        Process jcmd =
            new ProcessBuilder(
                    Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                    Long.toString(child.pid()),
                    "Thread.print")
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        if (!jcmd.waitFor(10, TimeUnit.SECONDS)) {
          jcmd.destroyForcibly();
        }
        return head + Files.readString(output);
      } finally {
        Files.delete(output);
      }
    } catch (IOException e) {
      return head + e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return head + e;
    }
  }
}
