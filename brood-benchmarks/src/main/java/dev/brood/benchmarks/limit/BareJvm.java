package dev.brood.benchmarks.limit;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Starts {@link BareMain} on this JDK from a folder that holds only that class, with the flags of
 * the floor. The folder goes with this JVM, or with the workspace of the run when this JVM is
 * killed.
 */
final class BareJvm {

  private final String classPath;

  private BareJvm(List<Path> before, Path folder) {
    List<String> entries = new ArrayList<>();
    before.forEach(each -> entries.add(each.toString()));
    entries.add(folder.toString());
    classPath = String.join(File.pathSeparator, entries);
  }

  static BareJvm prepare() throws IOException {
    return prepare(List.of());
  }

  /** Prepares JVMs that find their class behind some jars. */
  static BareJvm prepare(List<Path> before) throws IOException {
    Path folder = Files.createTempDirectory("bare");
    String resource = BareMain.class.getName().replace('.', '/') + ".class";
    Path classFile = folder.resolve(resource);
    Files.createDirectories(classFile.getParent());
    try (InputStream code =
        Objects.requireNonNull(BareMain.class.getResourceAsStream("/" + resource))) {
      Files.copy(code, classFile);
    }
    try (Stream<Path> files = Files.walk(folder)) {
      // Folders come before what is in them, and what is registered last is deleted first.
      files.map(Path::toFile).forEach(File::deleteOnExit);
    }
    return new BareJvm(before, folder);
  }

  Process start(String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:-UsePerfData", "-cp", classPath));
    command.add(BareMain.class.getName());
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** Waits until a child that was told to end has ended; one that does not is killed. */
  static void awaitEnd(Process child) {
    try {
      child.waitFor(Duration.ofSeconds(5));
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    } finally {
      child.destroyForcibly();
    }
  }
}
