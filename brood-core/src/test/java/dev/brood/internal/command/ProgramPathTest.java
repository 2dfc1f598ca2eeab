package dev.brood.internal.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brood.internal.folder.FolderSweep;
import dev.brood.internal.launch.Children;
import dev.brood.internal.launch.Programs;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.spi.ToolProvider;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Starts owners in the ways that programs are started; each starts a child that shows a value. */
@Timeout(120)
class ProgramPathTest {
  private static final String RELAY = Programs.Relay.class.getName();

  private Path folder;

  @BeforeEach
  void makeFolder() throws IOException {
    folder = Files.createTempDirectory("bp");
  }

  @AfterEach
  void deleteFolder() {
    assertThat(FolderSweep.deleteTree(folder)).isTrue();
  }

  private static Path classesOf(Class<?> type) throws Exception {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  /** Runs {@code java} with the options; returns what it printed on both streams. */
  private List<String> java(String... options) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Djava.io.tmpdir=" + folder);
    command.addAll(List.of(options));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(Children.SECONDS, TimeUnit.SECONDS)).isTrue();
    return text.lines().toList();
  }

  /** Packs the library and the test programs under {@code prefix}, with other files as given. */
  private Path jar(String name, String prefix, Manifest manifest, Path... otherFiles)
      throws Exception {
    Path jar = folder.resolve(name);
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file, manifest)) {
      addTree(out, prefix, classesOf(LaunchSpec.class));
      addTree(out, prefix, classesOf(Programs.class));
      for (Path other : otherFiles) {
        add(out, "lib/" + other.getFileName(), other);
      }
    }
    return jar;
  }

  private static void addTree(JarOutputStream out, String prefix, Path root) throws IOException {
    Files.walkFileTree(
        root.resolve("dev"),
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            add(out, prefix + root.relativize(file).toString().replace('\\', '/'), file);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private static void add(JarOutputStream out, String name, Path file) throws IOException {
    out.putNextEntry(new JarEntry(name));
    try (InputStream in = Files.newInputStream(file)) {
      in.transferTo(out);
    }
    out.closeEntry();
  }

  private static Manifest manifest() {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    return manifest;
  }

  @Test
  void executableJarWithItsModuleOptions() throws Exception {
    Manifest manifest = manifest();
    manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, RELAY);
    manifest.getMainAttributes().putValue("Add-Opens", "java.base/java.lang");
    Path jar = jar("app.jar", "", manifest);
    assertThat(java("-jar", jar.toString(), "java.class.path", "opens"))
        .containsExactly("java.class.path=" + jar, "opens=true", "exit code 0");
  }

  @Test
  void executableJarWithTheLibraryBesideIt() throws Exception {
    Path library = jar("library.jar", "", manifest());
    Manifest manifest = manifest();
    manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, RELAY);
    manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, "library.jar");
    Path jar = folder.resolve("app.jar");
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file, manifest)) {
      out.putNextEntry(new JarEntry("empty"));
      out.closeEntry();
    }
    assertThat(java("-jar", jar.toString(), "java.class.path"))
        .containsExactly("java.class.path=" + library + ":" + jar, "exit code 0");
  }

  @Test
  void libraryInAJarWithinAJar() throws Exception {
    Path inner = jar("inner.jar", "", manifest());
    Path outer = folder.resolve("outer.jar");
    try (OutputStream file = Files.newOutputStream(outer);
        JarOutputStream out = new JarOutputStream(file, manifest())) {
      add(out, "lib/inner.jar", inner);
    }
    Files.delete(inner);
    List<String> lines =
        java(
            "-cp",
            launcherAlone().toString(),
            NestedLauncher.class.getName(),
            outer.toString(),
            "lib/inner.jar",
            RELAY,
            "java.class.path",
            "asserts");
    assertThat(lines).last().isEqualTo("exit code 0");
    assertThat(lines.getFirst()).contains(OwnClasses.JAR + ":");
  }

  @Test
  void springBootJar() throws Exception {
    Path inner = jar("inner.jar", "", manifest());
    Manifest manifest = manifest();
    Class<?> launcher = Class.forName("org.springframework.boot.loader.launch.JarLauncher");
    manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, launcher.getName());
    manifest.getMainAttributes().putValue("Start-Class", RELAY);
    Path outer = folder.resolve("app.jar");
    try (OutputStream file = Files.newOutputStream(outer);
        JarOutputStream out = new JarOutputStream(file, manifest);
        JarFile loader = new JarFile(classesOf(launcher).toFile())) {
      for (JarEntry entry : Collections.list(loader.entries())) {
        if (entry.getName().startsWith("org/")) {
          out.putNextEntry(new JarEntry(entry.getName()));
          loader.getInputStream(entry).transferTo(out);
          out.closeEntry();
        }
      }
      addStored(out, "BOOT-INF/lib/inner.jar", Files.readAllBytes(inner));
    }
    Files.delete(inner);
    List<String> lines = java("-jar", outer.toString(), "java.class.path");
    assertThat(lines).last().isEqualTo("exit code 0");
    assertThat(lines.getFirst()).contains(OwnClasses.JAR + ":").endsWith(":" + outer);
  }

  /** That launcher reads a jar within a jar where it lies, so it must not be compressed. */
  private static void addStored(JarOutputStream out, String name, byte[] bytes) throws IOException {
    CRC32 crc = new CRC32();
    crc.update(bytes);
    JarEntry entry = new JarEntry(name);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(bytes.length);
    entry.setCrc(crc.getValue());
    out.putNextEntry(entry);
    out.write(bytes);
    out.closeEntry();
  }

  @Test
  void libraryInADirectoryOfAJar() throws Exception {
    Path jar = jar("app.jar", "BOOT-INF/classes/", manifest());
    List<String> lines =
        java(
            "-cp",
            launcherAlone().toString(),
            DirectoryLauncher.class.getName(),
            "jar:" + jar.toUri() + "!/BOOT-INF/classes/",
            RELAY,
            "java.class.path");
    assertThat(lines).last().isEqualTo("exit code 0");
    assertThat(lines.getFirst()).contains(OwnClasses.JAR + ":");
  }

  @Test
  void libraryInALoaderOfPlainFiles() throws Exception {
    Path jar = jar("app.jar", "", manifest());
    List<String> lines =
        java(
            "-cp",
            launcherAlone().toString(),
            DirectoryLauncher.class.getName(),
            jar.toUri().toString(),
            RELAY,
            "java.class.path");
    assertThat(lines)
        .containsExactly(
            "java.class.path=" + jar + ":" + folder.resolve("launcher"), "exit code 0");
  }

  /** The launchers of this test without the library: a directory with nothing else. */
  private Path launcherAlone() throws Exception {
    Path directory = folder.resolve("launcher");
    String own = LaunchSpec.class.getPackageName().replace('.', '/');
    Path to = Files.createDirectories(directory.resolve(own));
    try (var files = Files.list(classesOf(Programs.class).resolve(own))) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        if (name.startsWith("NestedLauncher") || name.startsWith("DirectoryLauncher")) {
          Files.copy(file, to.resolve(name));
        }
      }
    }
    return directory;
  }

  @Test
  void modulePath() throws Exception {
    Path modules = modules();
    assertThat(
            java(
                "-p",
                modules.toString(),
                "--add-opens",
                "java.base/java.lang=ALL-UNNAMED",
                "--add-exports",
                "dev.brood.core/dev.brood.internal.launch=app.main",
                "-m",
                "app.main/app.Main",
                "jdk.module.path",
                "opens",
                "moduleOfLibrary"))
        .containsExactly(
            "jdk.module.path=" + modules,
            "opens=true",
            "moduleOfLibrary=dev.brood.core",
            "exit code 0");
  }

  @Test
  void moduleThatUsesTheLibraryOnTheClassPath() throws Exception {
    Path modules = modules();
    Path jar = jar("library.jar", "", manifest());
    List<String> lines =
        java(
            "-p",
            modules.resolve("none").toString(),
            "-cp",
            jar.toString(),
            RELAY,
            "moduleOfLibrary",
            "jdk.module.path");
    assertThat(lines)
        .containsExactly(
            "moduleOfLibrary=null", "jdk.module.path=" + modules.resolve("none"), "exit code 0");
  }

  @Test
  void aChildWithoutTheModulePathNeedsNoneOfItsModules() throws Exception {
    Path source = Files.writeString(folder.resolve("module-info.java"), "module some.module {}");
    compile("-d", folder.resolve("modules").toString(), source.toString());
    Path jar = jar("library.jar", "", manifest());
    assertThat(
            java(
                "-p",
                folder.resolve("modules").toString(),
                "--add-modules",
                "some.module,java.sql",
                "-cp",
                jar.toString(),
                Programs.RelayOnClassPath.class.getName(),
                jar.toString(),
                "java.class.path",
                "jdk.module.path"))
        .containsExactly("java.class.path=" + jar, "jdk.module.path=null", "exit code 0");
  }

  /** Makes a directory with the library, the test programs patched into it, and a main module. */
  private Path modules() throws Exception {
    Path modules = Files.createDirectory(folder.resolve("modules"));
    Path library = modules.resolve("dev.brood.core");
    copyTree(classesOf(LaunchSpec.class), library);
    copyTree(classesOf(Programs.class).resolve("dev"), library.resolve("dev"));
    Path sources = folder.resolve("sources");
    Path main = Files.createDirectories(sources.resolve("app")).resolve("Main.java");
    Files.writeString(
        main,
        """
        package app;

        public class Main {
          public static void main(String[] args) throws Exception {
            Class<?> relay = Class.forName("%s");
            var main = relay.getMethod("main", String[].class);
            main.invoke(null, (Object) args);
          }
        }
        """
            .formatted(RELAY));
    Files.writeString(
        sources.resolve("module-info.java"), "module app.main { requires dev.brood.core; }");
    compile(
        "-p",
        modules.toString(),
        "-d",
        modules.resolve("app.main").toString(),
        sources.resolve("module-info.java").toString(),
        main.toString());
    return modules;
  }

  private static void compile(String... arguments) {
    int result =
        ToolProvider.findFirst("javac").orElseThrow().run(System.out, System.err, arguments);
    assertThat(result).isZero();
  }

  private static void copyTree(Path from, Path to) throws IOException {
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Path target = to.resolve(from.relativize(file).toString());
            Files.createDirectories(target.getParent());
            Files.copy(file, target);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  @Test
  void sourceFile() throws Exception {
    Path source = folder.resolve("Prog.java");
    Files.writeString(
        source,
        """
        import java.util.List;

        class Prog {
          public static void main(String[] args) throws Exception {
            var main = Class.forName("%s").getDeclaredMethod("main", String[].class);
            main.setAccessible(true);
            main.invoke(null, (Object) new String[] {"a", "java.class.path"});
          }
        }
        """
            .formatted(RELAY));
    Path jar = jar("library.jar", "", manifest());
    assertThat(java("-Da=1", "-cp", jar.toString(), source.toString()))
        .containsExactly("a=1", "java.class.path=" + jar, "exit code 0");
  }

  @Test
  void jshell() throws Exception {
    Path jar = jar("library.jar", "", manifest());
    Path script = folder.resolve("script");
    Files.writeString(
        script,
        """
        var relay = Class.forName("%s").getDeclaredMethod("main", String[].class);
        relay.setAccessible(true);
        relay.invoke(null, (Object) new String[] {"a", "java.class.path"});
        /exit
        """
            .formatted(RELAY));
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jshell").toString(),
                "-J-Djava.util.prefs.userRoot=" + folder,
                "-R-Djava.io.tmpdir=" + folder,
                "-R-Da=1",
                "--class-path",
                jar.toString(),
                "-s",
                script.toString())
            .redirectErrorStream(true)
            .start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(text).contains("a=1\n", "java.class.path=" + jar, "exit code 0");
  }
}
