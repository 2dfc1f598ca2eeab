package dev.brood.system.packaging;

import static dev.brood.system.packaging.Workshop.javac;
import static dev.brood.system.packaging.Workshop.join;
import static dev.brood.system.packaging.Workshop.manifest;
import static dev.brood.system.packaging.Workshop.programs;
import static org.assertj.core.api.Assertions.assertThat;

import dev.brood.system.packaging.Workshop.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What children get of the options of their owner's JVM, wherever it got them from. */
class OwnerOptionsTest {
  @TempDir Path directory;
  private Workshop workshop;
  private Path classes;

  @BeforeEach
  void openWorkshop() throws IOException {
    workshop = new Workshop(directory);
    classes = directory.resolve("options-classes");
    javac("-cp", workshop.core(), "-d", classes, programs().resolve("options/Show.java"));
  }

  private Result show(Object... options) throws Exception {
    return workshop.java(List.of(options), "-cp", join(workshop.core(), classes), "options.Show");
  }

  @Test
  void agentsAndDebuggersStayWithTheOwner() throws Exception {
    Path jar = workshop.jar("agent.jar", manifest("", "Premain-Class", "options.Agent"), classes);
    Result result =
        show(
                "-javaagent:" + jar + "=x",
                "-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=127.0.0.1:0",
                "-Xmx333m",
                "-Dfrom=command")
            .isQuiet();
    assertThat(result.output().getFirst()).startsWith("Listening for transport dt_socket");
    assertThat(result.output().subList(1, result.output().size()))
        .containsExactly(
            "owner: agent=true debugger=true heap=true from=command",
            "child: agent=false debugger=false heap=false from=command",
            "variables: null null");
  }

  @Test
  void optionsInVariablesAreSortedInTheSameWay() throws Exception {
    Path jar =
        workshop.jar("the agent.jar", manifest("", "Premain-Class", "options.Agent"), classes);
    workshop.set("JAVA_TOOL_OPTIONS", "-Dfrom=tool -Xmx222m '-javaagent:" + jar + "'");
    workshop.set("JDK_JAVA_OPTIONS", "\"-Dwords=a b\" -Xlog:gc*:file=gc.log");
    Result result = show();
    assertThat(result.exitCode()).isZero();
    assertThat(result.output())
        .containsExactly(
            "owner: agent=true debugger=false heap=true from=tool words=a b",
            "child: agent=false debugger=false heap=false from=tool words=a b",
            "variables: null null");
    // Each JVM that reads these variables says so. The owner's does, its child's does not.
    assertThat(result.error()).hasSize(2).allMatch(line -> line.contains("Picked up"));
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files.filter(file -> file.getFileName().toString().startsWith("gc.log")))
          .hasSize(1);
    }
  }

  @Test
  void whatDecidesHowCodeBehavesGoesOn() throws Exception {
    Result result =
        show(
                "--add-opens",
                "java.base/java.lang=ALL-UNNAMED",
                "-ea",
                "-Dopens=true",
                "-Dasserts=true")
            .isQuiet();
    assertThat(result.output())
        .containsExactly(
            "owner: agent=false debugger=false heap=false from=null opens=true asserts=true",
            "child: agent=false debugger=false heap=false from=null opens=true asserts=true",
            "variables: null null");
  }
}
