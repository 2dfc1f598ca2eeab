package dev.brood.system.packaging;

import static dev.brood.system.packaging.Workshop.APP_OUTPUT;
import static dev.brood.system.packaging.Workshop.addWords;
import static dev.brood.system.packaging.Workshop.join;
import static dev.brood.system.packaging.Workshop.programs;
import static org.assertj.core.api.Assertions.assertThat;

import dev.brood.system.packaging.Workshop.Result;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs that the launcher compiles: their classes are in the owner's memory alone. */
class SourceLaunchTest {
  @TempDir Path directory;
  private Workshop workshop;

  @BeforeEach
  void openWorkshop() throws IOException {
    workshop = new Workshop(directory);
  }

  @Test
  void oneFile() throws Exception {
    Result result =
        workshop.java("-cp", "brood-core.jar", programs().resolve("single/Prog.java")).isQuiet();
    assertThat(result.output())
        .containsExactly(
            "lambda: [12, 14, 16]",
            "method: [Box[content=8]]",
            "local: [5, 10]",
            "process: 42",
            "status: Exited[code=0]");
  }

  @Test
  void oneCompactFile() throws Exception {
    Result result =
        workshop
            .java("-cp", "brood-core.jar", programs().resolve("compact/Compact.java"))
            .isQuiet();
    assertThat(result.output())
        .containsExactly(
            "lambda: [12, 14, 16]",
            "reference: [2, 4, 6]",
            "record: [Box[content=2]]",
            "process: 42",
            "status: Exited[code=0]");
  }

  @Test
  void manyFilesThatAreCompiledWhenTheyAreNeeded() throws Exception {
    Path root = directory.resolve("root");
    Workshop.copyTree(programs().resolve("app"), root.resolve("app"));
    addWords(root);
    Result result =
        workshop
            .java("-cp", join(workshop.core(), workshop.tool()), root.resolve("app/Main.java"))
            .isQuiet();
    assertThat(result.output()).isEqualTo(APP_OUTPUT);
  }
}
