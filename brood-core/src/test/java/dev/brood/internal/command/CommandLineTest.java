package dev.brood.internal.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.brood.internal.launch.Children;
import dev.brood.internal.launch.Programs;
import dev.brood.internal.os.LauncherOptions;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class CommandLineTest {
  @TempDir private Path folder;

  private List<String> of(LaunchSpec spec) {
    return CommandLine.ofThisJvm().of(spec);
  }

  @Test
  void userArgumentsComeAfterOursAndBeforeTheProgram() {
    LaunchSpec spec =
        Children.spec(folder, Programs.Exit.class, "0")
            .withJvm(jvm -> jvm.withHeap("99m"))
            .withJvm(jvm -> jvm.withArguments("-XX:+UsePerfData", "-Xss2m"));
    assertThat(of(spec))
        .containsSubsequence(
            "-XX:-UsePerfData",
            "-Xmx99m",
            "-XX:+UsePerfData",
            "-Xss2m",
            "-cp",
            Programs.Exit.class.getName(),
            "0");
  }

  @Test
  void onlyOneCollectorIsChosen() throws Exception {
    LaunchSpec usual = Children.spec(folder, Programs.Exit.class, "0");
    assertThat(collectors(usual)).containsExactly("-XX:+UseSerialGC");
    for (String collector : List.of("-XX:+UseSerialGC", "-XX:+UseParallelGC", "-XX:+UseZGC")) {
      assertThat(collectors(usual.withJvm(jvm -> jvm.withArguments("-Xss2m", collector))))
          .containsExactly(collector);
    }
    for (String variable : InheritedOptions.VARIABLES) {
      assertThat(
              collectors(
                  usual.withJvm(jvm -> jvm.withEnvironment(variable, "-Da='b c' -XX:+UseG1GC"))))
          .isEmpty();
    }
    Files.writeString(folder.resolve("flags"), "-Xss2m -XX:+UseParallelGC");
    String file = "-XX:VMOptionsFile=flags";
    assertThat(
            collectors(usual.withJvm(jvm -> jvm.withArguments(file).withWorkingDirectory(folder))))
        .isEmpty();
    assertThat(collectors(usual.withJvm(jvm -> jvm.withArguments(file))))
        .containsExactly("-XX:+UseSerialGC");
    assertThat(collectors(usual.withJvm(jvm -> jvm.withArguments("-XX:-UseParallelGC"))))
        .contains("-XX:+UseSerialGC");
  }

  private List<String> collectors(LaunchSpec spec) {
    return of(spec).stream().filter(option -> option.matches("-XX:.Use[A-Za-z0-9]+GC")).toList();
  }

  @Test
  void theLibraryIsFirstAndNoEntryTwice() {
    List<String> command = of(Children.spec(folder, Programs.Exit.class, "0"));
    String path = command.get(command.indexOf("-cp") + 1);
    List<String> entries = List.of(path.split(File.pathSeparator, -1));
    assertThat(entries).doesNotHaveDuplicates().allMatch(each -> Path.of(each).isAbsolute());
    assertThat(Path.of(entries.getFirst())).isEqualTo(OwnClasses.ofLibrary().plainLocation());
  }

  @Test
  void ownClassPathReplacesTheOwners() {
    Path jar = folder.resolve("a.jar");
    List<String> command =
        of(
            Children.spec(folder, Programs.Exit.class, "0")
                .withJvm(jvm -> jvm.withClassPath(List.of(jar))));
    assertThat(command.get(command.indexOf("-cp") + 1))
        .isEqualTo(OwnClasses.ofLibrary().plainLocation() + File.pathSeparator + jar);
  }

  @Test
  void veryLongClassPathsGoThroughAFileThatChildrenShare() throws Exception {
    List<Path> entries = new ArrayList<>();
    Path tests =
        Path.of(Programs.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    for (int i = 0; i < 2_000; i++) {
      entries.add(folder.resolve("some directory").resolve("library-" + i + ".jar"));
    }
    entries.add(tests);
    LaunchSpec spec =
        Children.spec(folder, Programs.Show.class, "java.class.path")
            .withJvm(jvm -> jvm.withClassPath(entries));
    assertThat(String.join(" ", of(spec))).hasSizeLessThan(1_000);
    List<String> lines = Children.linesOf(spec);
    assertThat(lines).hasSize(1);
    assertThat(lines.getFirst()).contains("library-1999.jar").endsWith(tests.toString());
    try (var files = Files.list(folder)) {
      assertThat(files.filter(file -> file.getFileName().toString().startsWith("options-")))
          .hasSize(1);
    }
  }

  @Test
  void refusesArgumentsThatAreNoOptions() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LauncherOptions.check(List.of("-Xss2m", "com.example.Main")))
        .withMessageContaining("argument=com.example.Main");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LauncherOptions.check(List.of("-cp", "a.jar")))
        .withMessageContaining("argument=-cp")
        .withMessageContaining("withClassPath");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LauncherOptions.check(List.of("--add-opens")))
        .withMessageContaining("needs a value");
    assertThatCode(() -> LauncherOptions.check(List.of("--add-opens", "a/b=c", "-Dx=1")))
        .doesNotThrowAnyException();
  }

  @Test
  void findsTheCrashLogThatTheUserWants() {
    LaunchSpec spec =
        Children.spec(folder, Programs.Exit.class)
            .withJvm(jvm -> jvm.withArguments("-XX:ErrorFile=crash-%p.txt"))
            .withJvm(jvm -> jvm.withWorkingDirectory(folder));
    assertThat(CommandLine.crashLogOf(spec, 12)).isEqualTo(folder.resolve("crash-12.txt"));
  }
}
