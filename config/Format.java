import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Checks or applies google-java-format to every Java source of the project.
 *
 * <p>A program of its own, because the formatter must run on the JDK whose syntax it reads, while
 * Maven (and with it any Maven plugin) may run on an older one. Files found good are remembered by
 * time and size, so the next run reads only what changed since.
 *
 * <p>Usage: {@code Format check|apply <root> <version of the formatter>}
 */
final class Format {
  private final Path root;
  private final String version;

  /** Times and sizes of the files that were found good. */
  private final Path memory;

  /** What is wrong; exists only while something is. */
  private final Path report;

  private final Formatter formatter = new Formatter();

  private Format(Path root, String version) {
    this.root = root;
    this.version = version;
    this.memory = root.resolve("target").resolve("formatted");
    this.report = root.resolve("target").resolve("unformatted");
  }

  public static void main(String[] args) throws IOException {
    String mode = args[0];
    if (!mode.equals("check") && !mode.equals("apply")) {
      System.err.println("-Dformat=" + mode + " is unknown: use check or apply");
      System.exit(2);
    }
    System.exit(new Format(Path.of(args[1]), args[2]).run(mode.equals("apply")) ? 0 : 1);
  }

  private boolean run(boolean apply) throws IOException {
    Files.createDirectories(memory.getParent());
    Set<String> good = remembered();
    Collection<Path> sources = sources();
    List<String> complaints =
        sources.parallelStream()
            .filter(file -> !good.contains(stamp(file)))
            .flatMap(file -> visit(file, apply).stream())
            .sorted()
            .toList();
    complaints.forEach(System.err::println);
    if (complaints.isEmpty()) {
      remember(sources);
      Files.deleteIfExists(report);
      return true;
    }
    Files.write(report, complaints);
    return false;
  }

  /** Returns what is wrong with a file and was not mended. */
  private List<String> visit(Path file, boolean apply) {
    Path name = root.relativize(file);
    try {
      String before = Files.readString(file);
      String after = formatter.formatSourceAndFixImports(before);
      if (before.equals(after)) {
        return List.of();
      }
      if (apply) {
        Files.writeString(file, after);
        System.err.println("formatted " + name);
        return List.of();
      }
      return List.of("not formatted: " + name);
    } catch (FormatterException e) {
      return List.of("cannot be parsed: " + name + ":" + e.diagnostics());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Collection<Path> sources() throws IOException {
    var sources = new TreeSet<Path>();
    List<Path> folders = new ArrayList<>();
    try (Stream<Path> children = Files.list(root)) {
      children.filter(Files::isDirectory).forEach(folders::add);
    }
    for (Path folder : folders) {
      for (Path top : List.of(folder.resolve("src"), folder.resolve("Format.java"))) {
        if (Files.exists(top)) {
          try (Stream<Path> files = Files.walk(top)) {
            files.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
          }
        }
      }
    }
    return sources;
  }

  private Set<String> remembered() throws IOException {
    if (!Files.exists(memory)) {
      return Set.of();
    }
    List<String> lines = Files.readAllLines(memory);
    return lines.getFirst().equals(version) ? new HashSet<>(lines) : Set.of();
  }

  private void remember(Collection<Path> sources) throws IOException {
    var lines = new ArrayList<String>();
    lines.add(version);
    sources.forEach(file -> lines.add(stamp(file)));
    Files.write(memory, lines);
  }

  private String stamp(Path file) {
    try {
      return Files.getLastModifiedTime(file).toMillis()
          + " "
          + Files.size(file)
          + " "
          + root.relativize(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
