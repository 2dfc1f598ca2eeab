package dev.brood.system.packaging;

import static dev.brood.system.packaging.Workshop.APP_OUTPUT;
import static dev.brood.system.packaging.Workshop.join;
import static dev.brood.system.packaging.Workshop.manifest;
import static org.assertj.core.api.Assertions.assertThat;

import dev.brood.system.packaging.Workshop.Result;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs on a class path of directories and jars. */
class ClassPathTest {
  @TempDir Path directory;
  private Workshop workshop;

  @BeforeEach
  void openWorkshop() throws IOException {
    workshop = new Workshop(directory);
  }

  @Test
  void directoriesAndJars() throws Exception {
    Path tool = workshop.jar("tool.jar", manifest(""), workshop.tool());
    Result result =
        workshop.java("-cp", join(workshop.core(), workshop.app(), tool), "app.Main").isQuiet();
    assertThat(result.output()).isEqualTo(APP_OUTPUT);
  }

  @Test
  void relativeEntries() throws Exception {
    workshop.app();
    Result result =
        workshop
            .java("-cp", join("app-classes", "./tool-classes/", "brood-core.jar"), "app.Main")
            .isQuiet();
    assertThat(result.output()).isEqualTo(APP_OUTPUT);
  }

  @Test
  void everyJarOfADirectory() throws Exception {
    workshop.jar("lib/tool.jar", manifest(""), workshop.tool());
    workshop.jar("lib/app.jar", manifest(""), workshop.app());
    Files.move(workshop.core(), directory.resolve("lib/brood-core.jar"));
    Result result = workshop.java("-cp", "lib/*", "app.Main").isQuiet();
    assertThat(result.output()).isEqualTo(APP_OUTPUT);
  }

  @Test
  void blanksAndLettersOfOtherAlphabets() throws Exception {
    String name = "my \u00e4pps \u65e5\u672c #1 100% [x]{y}'&";
    Assumptions.assumeTrue(
        Charset.forName(System.getProperty("sun.jnu.encoding")).newEncoder().canEncode(name),
        "file names cannot have such letters here");
    Path tool = workshop.jar(name + "/the tool.jar", manifest(""), workshop.tool());
    Path app = Files.move(workshop.app(), directory.resolve(name + "/app classes"));
    Path core = Files.move(workshop.core(), directory.resolve(name + "/brood core.jar"));
    Result result = workshop.java("-cp", join(app, tool, core), "app.Main").isQuiet();
    assertThat(result.output()).isEqualTo(APP_OUTPUT);
    Result relative =
        workshop
            .java(
                "-cp",
                join(name + "/app classes", name + "/the tool.jar", name + "/brood core.jar"),
                "app.Main")
            .isQuiet();
    assertThat(relative.output()).isEqualTo(APP_OUTPUT);
  }

  @Test
  void longerThanACommandLineMayBe() throws Exception {
    List<String> entries = new ArrayList<>();
    for (int i = 0; i < 3000; i++) {
      entries.add("/nowhere/in/a directory with a name of some length/library-" + i + ".jar");
    }
    String classPath = join(entries, workshop.app(), workshop.tool(), workshop.core());
    assertThat(classPath.length()).isGreaterThan(200_000);
    Path arguments = directory.resolve("arguments");
    Files.writeString(arguments, "-cp \"" + classPath + "\"\napp.Main\n");
    Result result = workshop.java("@" + arguments).isQuiet();
    assertThat(result.output()).isEqualTo(APP_OUTPUT);
  }

  @Test
  void inTheVariable() throws Exception {
    workshop.set("CLASSPATH", join(workshop.app(), workshop.tool(), workshop.core()));
    assertThat(workshop.java("app.Main").isQuiet().output()).isEqualTo(APP_OUTPUT);
  }
}
