package dev.brood.system.packaging;

import static dev.brood.system.packaging.Workshop.APP_OUTPUT;
import static dev.brood.system.packaging.Workshop.locationOf;
import static dev.brood.system.packaging.Workshop.manifest;
import static org.assertj.core.api.Assertions.assertThat;

import dev.brood.system.packaging.Workshop.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.loader.launch.JarLauncher;

/** Programs that are started by {@code java -jar}. */
class ExecutableJarTest {
  @TempDir Path directory;
  private Workshop workshop;

  @BeforeEach
  void openWorkshop() throws IOException {
    workshop = new Workshop(directory);
  }

  @Test
  void withItsLibrariesBesideIt() throws Exception {
    workshop.jar("the app/lib/tool.jar", manifest(""), workshop.tool());
    Files.copy(workshop.core(), directory.resolve("the app/lib/brood core.jar"));
    workshop.jar(
        "the app/app.jar",
        manifest(
            "app.Main",
            "Class-Path",
            "lib/tool.jar lib/brood%20core.jar",
            "Add-Opens",
            "java.base/java.lang a.module.of.another.jdk/a"),
        workshop.app());
    Result result = workshop.java("-jar", "the app/app.jar").isQuiet();
    assertThat(result.output()).isEqualTo(APP_OUTPUT);
  }

  @Test
  void withAllLibrariesPackedIntoIt() throws Exception {
    Path core = directory.resolve("core");
    unzip(workshop.core(), core);
    Path words = workshop.app().resolve("META-INF/words.txt");
    Path tool = workshop.tool();
    Files.delete(words);
    Path jar = workshop.jar("fat.jar", manifest("app.Main"), core, workshop.app(), tool);
    Result result = workshop.java("-jar", jar).isQuiet();
    assertThat(result.output())
        .isEqualTo(
            APP_OUTPUT.stream().map(line -> line.replace("resources: 2", "resources: 1")).toList());
  }

  /** The layout of the Spring Boot plugins, started by the loader that they put in. */
  @Test
  void withJarsWithinIt() throws Exception {
    Path libraries = Files.createDirectory(directory.resolve("libraries"));
    Files.move(workshop.jar("tool.jar", manifest(""), workshop.tool()), libraries.resolve("t.jar"));
    Path app = workshop.app();
    Files.move(workshop.core(), libraries.resolve("brood-core.jar"));
    Files.delete(directory.resolve("tool-classes/tool/Shout.class"));
    Path loader = directory.resolve("loader");
    unzip(locationOf(JarLauncher.class), loader);
    Path jar = directory.resolve("boot app.jar");
    Workshop.zip(
        jar,
        manifest(
            JarLauncher.class.getName(),
            "Start-Class",
            "app.Main",
            "Spring-Boot-Classes",
            "BOOT-INF/classes/",
            "Spring-Boot-Lib",
            "BOOT-INF/lib/"),
        false,
        Map.of("", loader, "BOOT-INF/classes/", app, "BOOT-INF/lib/", libraries));
    Result result = workshop.java("-jar", jar).isQuiet();
    assertThat(result.output()).isEqualTo(APP_OUTPUT);
  }

  private static void unzip(Path jar, Path to) throws IOException {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      for (ZipEntry entry : zip.stream().toList()) {
        if (!entry.isDirectory()
            && !entry.getName().startsWith("META-INF/")
            && !entry.getName().equals("module-info.class")) {
          Path file = to.resolve(entry.getName());
          Files.createDirectories(file.getParent());
          Files.write(file, zip.getInputStream(entry).readAllBytes());
        }
      }
    }
  }
}
