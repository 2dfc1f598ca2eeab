package dev.brood.system.packaging;

import static dev.brood.system.packaging.Workshop.javac;
import static dev.brood.system.packaging.Workshop.join;
import static dev.brood.system.packaging.Workshop.manifest;
import static dev.brood.system.packaging.Workshop.programs;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Forked children of programs in jars: which have to be changed for the child. */
class ForkedProgramTest {
  @TempDir Path directory;

  private List<String> outputOf(String... attributes) throws Exception {
    Workshop workshop = new Workshop(directory);
    Path classes = directory.resolve("fork-classes");
    javac("-cp", workshop.core(), "-d", classes, programs().resolve("fork/Main.java"));
    Path jar = workshop.jar("fork.jar", manifest("", attributes), classes);
    return workshop.java("-cp", join(workshop.core(), jar), "fork.Main").isQuiet().output();
  }

  @Test
  void aJarIsForked() throws Exception {
    assertThat(outputOf()).containsExactly("child: changed", "Exited[code=0]");
  }

  @Test
  void aSealedPackageIsRefused() throws Exception {
    assertThat(outputOf("Sealed", "true"))
        .singleElement()
        .asString()
        .startsWith("cannot fork: fork.Main is in a sealed package and cannot be changed");
  }
}
