package dev.brood.system.packaging;

import static dev.brood.system.packaging.Workshop.APP_OUTPUT;
import static dev.brood.system.packaging.Workshop.addWords;
import static dev.brood.system.packaging.Workshop.javac;
import static dev.brood.system.packaging.Workshop.join;
import static dev.brood.system.packaging.Workshop.programs;
import static dev.brood.system.packaging.Workshop.sources;
import static org.assertj.core.api.Assertions.assertThat;

import dev.brood.system.packaging.Workshop.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs on a module path. Their packages are open to nobody. */
class ModulePathTest {
  @TempDir Path directory;
  private Workshop workshop;
  private Path modules;

  @BeforeEach
  void openWorkshop() throws IOException {
    workshop = new Workshop(directory);
    modules = Files.createDirectory(directory.resolve("the modules"));
    Path tool = modules.resolve("tool");
    javac("-d", tool, sources("tool"), sources("tool-module"));
    Files.copy(programs().resolve("tool/mark.txt"), tool.resolve("tool/mark.txt"));
    addWords(tool);
  }

  private void compileApp() throws IOException {
    Path app = modules.resolve("app");
    String path = join(workshop.core(), modules);
    javac("-p", path, "-d", app, sources("app"), sources("app-module"));
    addWords(app);
  }

  @Test
  void allAreModules() throws Exception {
    compileApp();
    Result result =
        workshop.java("-p", join("brood-core.jar", "the modules"), "-m", "app/app.Main").isQuiet();
    assertThat(result.output()).isEqualTo(APP_OUTPUT);
  }

  @Test
  void programOnTheClassPath() throws Exception {
    Result result =
        workshop
            .java(
                "-p",
                join(workshop.core(), modules),
                "--add-modules",
                "dev.brood.core,tool",
                "-cp",
                workshop.app(),
                "app.Main")
            .isQuiet();
    assertThat(result.output()).isEqualTo(APP_OUTPUT);
  }

  @Test
  void programAsAModuleInSourceFiles() throws Exception {
    Path root = directory.resolve("source root");
    Workshop.copyTree(programs().resolve("app"), root.resolve("app"));
    Workshop.copyTree(programs().resolve("app-module"), root);
    addWords(root);
    Result result =
        workshop
            .java("-p", join(workshop.core(), modules), root.resolve("app/Main.java"))
            .isQuiet();
    assertThat(result.output()).isEqualTo(APP_OUTPUT);
  }
}
