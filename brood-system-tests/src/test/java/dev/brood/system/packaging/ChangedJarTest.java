package dev.brood.system.packaging;

import static dev.brood.system.packaging.Workshop.join;
import static dev.brood.system.packaging.Workshop.manifest;
import static org.assertj.core.api.Assertions.assertThat;

import dev.brood.system.packaging.Workshop.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program whose jar is replaced: no class-data archive brings the old classes back. */
class ChangedJarTest {

  /** Starts children until there is an archive for them, or three of them; prints what they say. */
  private static final String PROGRAM =
      """
      package versioned;

      import dev.brood.process.JvmProcess;
      import java.io.File;
      import java.util.concurrent.locks.LockSupport;

      public final class Program {
        public static void main(String[] args) throws Exception {
          start();
          start();
          File cache = new File(args[0]);
          long end = System.nanoTime() + 30_000_000_000L;
          while (args.length > 1 && archives(cache) == 0 && System.nanoTime() < end) {
            LockSupport.parkNanos(20_000_000);
          }
          start();
        }

        private static int archives(File cache) {
          String[] found = cache.list((in, name) -> name.endsWith(".jsa"));
          return found == null ? 0 : found.length;
        }

        private static void start() throws Exception {
          JvmProcess.start(Program::tell).join();
        }

        private static void tell() {
          String line = ProcessHandle.current().info().commandLine().orElse("");
          String how = line.contains("-XX:SharedArchiveFile=") ? "archived" : "plain";
          System.out.println(VERSION + how);
        }
      }
      """;

  @TempDir Path directory;

  private Path jarOf(Workshop workshop, String version) throws IOException {
    Path source = directory.resolve("source-" + version + "/versioned/Program.java");
    Files.createDirectories(source.getParent());
    Files.writeString(source, PROGRAM.replace("VERSION", '"' + version + " \""));
    Path classes = directory.resolve("classes-" + version);
    Workshop.javac("-cp", workshop.core(), "-d", classes, source);
    // Not compressed, so that the two have the same size.
    Path jar = directory.resolve("program-" + version + ".jar");
    Workshop.zip(jar, manifest(""), false, Map.of("", classes));
    return jar;
  }

  private Result run(Workshop workshop, Path jar, Object... more)
      throws IOException, InterruptedException {
    Path cache = directory.resolve("cache");
    Object[] arguments = {
      "-Ddev.brood.cache=" + cache, "-cp", join(workshop.core(), jar), "versioned.Program", cache
    };
    return workshop.java(Stream.concat(Stream.of(arguments), Stream.of(more)).toArray()).isQuiet();
  }

  @Test
  void oldClassesNeverRun() throws Exception {
    Workshop workshop = new Workshop(directory);
    Path first = jarOf(workshop, "one");
    Path second = jarOf(workshop, "two");
    Path jar = directory.resolve("program.jar");

    Files.copy(first, jar);
    assertThat(run(workshop, jar, "until archived").output())
        .containsExactly("one plain", "one plain", "one archived");
    assertThat(run(workshop, jar).output()).containsOnly("one archived");

    // Of the same size, and at the next moment that file systems can tell: all else is the same.
    assertThat(Files.size(second)).isEqualTo(Files.size(jar));
    FileTime before = Files.getLastModifiedTime(jar);
    Files.delete(jar);
    Files.copy(second, jar);
    Files.setLastModifiedTime(jar, FileTime.fromMillis(before.toMillis() + 1_000));
    assertThat(run(workshop, jar).output()).containsOnly("two plain");

    // The old one is still fine for the old jar.
    Files.delete(jar);
    Files.copy(first, jar);
    Files.setLastModifiedTime(jar, before);
    assertThat(run(workshop, jar).output()).containsOnly("one archived");
  }
}
