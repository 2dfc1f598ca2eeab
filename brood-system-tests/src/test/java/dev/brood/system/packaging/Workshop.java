package dev.brood.system.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brood.pool.Pool;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/** Compiles, packs and runs the programs among the resources, in a directory of its own. */
final class Workshop {
  private static final long SECONDS = 120;

  /** What {@code app.Main} prints. */
  static final List<String> APP_OUTPUT =
      """
      lambda: [11, 14, 19]
      static method: [1, 4, 9]
      method: [Point[x=2, y=1]]
      constructor: [Point[x=5, y=6]]
      class: [ann:105]
      bound: [ann:101, ann:102]
      enum: [1, 3]
      other jar: [HEY!]
      resources: 2
      exception: Point[x=3, y=4]
      grandchild: [Point[x=4, y=16]]
      process: bob:11
      status: Exited[code=0]
      greeter: hello world
      status: Exited[code=0]
      """
          .lines()
          .toList();

  private final Path directory;
  private final Map<String, String> environment = new TreeMap<>();
  private final Path core;

  Workshop(Path directory) throws IOException {
    this.directory = directory;
    this.core = directory.resolve("brood-core.jar");
    Path built = locationOf(Pool.class);
    if (Files.isDirectory(built)) {
      // In an IDE, there is no jar.
      zip(core, null, true, Map.of("", built));
    } else {
      Files.copy(built, core);
    }
  }

  /** What a program left: its exit code and what it printed. */
  record Result(int exitCode, List<String> output, List<String> error) {
    /** Checks that all went well and nobody warned of anything. */
    Result isQuiet() {
      assertThat(error).isEmpty();
      assertThat(exitCode).isZero();
      return this;
    }
  }

  /** Returns where a class of this test's class path is from. */
  static Path locationOf(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (Exception e) {
      throw new IllegalStateException("no location of " + type, e);
    }
  }

  static Path programs() {
    return locationOf(Workshop.class).resolve("programs");
  }

  Path directory() {
    return directory;
  }

  /** Returns a copy of the jar of brood-core in the directory. */
  Path core() {
    return core;
  }

  /** Sets a variable for the programs that are run from now on. */
  void set(String variable, String value) {
    environment.put(variable, value);
  }

  /** Compiles {@code tool} into a directory, with its resources. */
  Path tool() throws IOException {
    Path classes = directory.resolve("tool-classes");
    if (Files.notExists(classes)) {
      javac("-d", classes, programs().resolve("tool/Shout.java"));
      Files.copy(programs().resolve("tool/mark.txt"), classes.resolve("tool/mark.txt"));
      addWords(classes);
    }
    return classes;
  }

  /** Compiles {@code app} into a directory, with its resources. */
  Path app() throws IOException {
    Path classes = directory.resolve("app-classes");
    if (Files.notExists(classes)) {
      javac("-cp", join(core, tool()), "-d", classes, sources("app"));
      addWords(classes);
    }
    return classes;
  }

  /** A resource that more than one place has. */
  static void addWords(Path classes) throws IOException {
    Path file = classes.resolve("META-INF/words.txt");
    Files.createDirectories(file.getParent());
    Files.writeString(file, "words");
  }

  static List<Path> sources(String program) throws IOException {
    try (Stream<Path> files = Files.list(programs().resolve(program))) {
      return files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
    }
  }

  /** Runs the compiler; arguments are texts, paths or lists of paths. */
  static void javac(Object... arguments) {
    ByteArrayOutputStream messages = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(messages, true, StandardCharsets.UTF_8);
    ToolProvider javac = ToolProvider.findFirst("javac").orElseThrow();
    int result = javac.run(out, out, texts(arguments).toArray(String[]::new));
    assertThat(result).as(messages.toString(StandardCharsets.UTF_8)).isZero();
  }

  private static List<String> texts(Object... arguments) {
    List<String> texts = new ArrayList<>();
    for (Object each : arguments) {
      if (each instanceof List<?> list) {
        list.forEach(part -> texts.add(part.toString()));
      } else {
        texts.add(each.toString());
      }
    }
    return texts;
  }

  /** Joins paths to a class path or module path. */
  static String join(Object... entries) {
    return String.join(System.getProperty("path.separator"), texts(entries));
  }

  /** Returns a manifest with a main class, unless that is empty, and other attributes. */
  static Manifest manifest(String mainClass, String... attributes) {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    if (!mainClass.isEmpty()) {
      manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, mainClass);
    }
    for (int i = 0; i < attributes.length; i += 2) {
      manifest.getMainAttributes().putValue(attributes[i], attributes[i + 1]);
    }
    return manifest;
  }

  /** Packs classes into a jar of the directory. */
  Path jar(String name, Manifest manifest, Path... roots) throws IOException {
    Path jar = directory.resolve(name);
    Files.createDirectories(jar.getParent());
    Path merged = Files.createTempDirectory(directory, "merged");
    for (Path root : roots) {
      copyTree(root, merged);
    }
    zip(jar, manifest, true, Map.of("", merged));
    return jar;
  }

  /** Writes a jar: below each prefix a directory's files, or one file under its own name. */
  static void zip(
      Path jar, @Nullable Manifest manifest, boolean compressed, Map<String, Path> content)
      throws IOException {
    try (OutputStream file = Files.newOutputStream(jar);
        ZipOutputStream zip = new ZipOutputStream(file)) {
      zip.setMethod(compressed ? ZipOutputStream.DEFLATED : ZipOutputStream.STORED);
      if (manifest != null) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        manifest.write(bytes);
        put(zip, JarFile.MANIFEST_NAME, bytes.toByteArray());
      }
      for (Map.Entry<String, Path> each : new TreeMap<>(content).entrySet()) {
        Path root = each.getValue();
        if (!each.getKey().isEmpty()) {
          put(zip, each.getKey(), new byte[0]);
        }
        for (Path path : filesBelow(root)) {
          String name = path.equals(root) ? root.getFileName().toString() : relative(root, path);
          put(zip, each.getKey() + name, Files.readAllBytes(path));
        }
      }
    }
  }

  private static String relative(Path root, Path file) {
    return root.relativize(file).toString().replace('\\', '/');
  }

  private static void put(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    CRC32 crc = new CRC32();
    crc.update(bytes);
    entry.setCrc(crc.getValue());
    entry.setSize(bytes.length);
    zip.putNextEntry(entry);
    zip.write(bytes);
    zip.closeEntry();
  }

  private static List<Path> filesBelow(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  static void copyTree(Path from, Path to) throws IOException {
    for (Path file : filesBelow(from)) {
      Path target = to.resolve(relative(from, file));
      Files.createDirectories(target.getParent());
      Files.copy(file, target);
    }
  }

  /** Runs {@code java} in the directory. */
  Result java(Object... arguments) throws IOException, InterruptedException {
    return run("java", "", arguments);
  }

  /** Runs a command of this JDK in the directory; arguments are as for {@link #javac}. */
  Result run(String command, String input, Object... arguments)
      throws IOException, InterruptedException {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", command).toString());
    line.addAll(texts(arguments));
    Path in = Files.writeString(Files.createTempFile(directory, "in", ""), input);
    Path out = Files.createTempFile(directory, "out", "");
    Path err = Files.createTempFile(directory, "err", "");
    ProcessBuilder builder = new ProcessBuilder(line).directory(directory.toFile());
    for (String each : List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "CLASSPATH")) {
      builder.environment().remove(each);
    }
    builder.environment().putAll(environment);
    Process process =
        builder
            .redirectInput(in.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    try {
      boolean ended = process.waitFor(SECONDS, TimeUnit.SECONDS);
      assertThat(ended).as("ends: %s\n%s\n%s", line, lines(out), lines(err)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    return new Result(process.exitValue(), lines(out), lines(err));
  }

  private static List<String> lines(Path file) {
    try {
      return Arrays.asList(Files.readString(file).lines().toArray(String[]::new));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
