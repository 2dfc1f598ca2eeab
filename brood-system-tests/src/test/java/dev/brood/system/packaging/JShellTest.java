package dev.brood.system.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brood.system.packaging.Workshop.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sessions of JShell: their classes are in the owner's memory alone, and more come any time. */
class JShellTest {
  private static final List<String> OUTPUT =
      """
      lambda: [2, 4, 6]
      record: [Box[content=2]]
      class: [5, 10]
      enum: [0, 1]
      defined later: [7, 14]
      in a variable: [2, 3]
      process: 42
      status: Exited[code=0]
      """
          .lines()
          .toList();

  @TempDir Path directory;
  private Workshop workshop;
  private Path script;

  @BeforeEach
  void openWorkshop() throws IOException {
    workshop = new Workshop(directory);
    script = Workshop.programs().resolve("session.jsh");
  }

  private Result jshell(String input, Object... arguments) throws Exception {
    String preferences = "-J-Djava.util.prefs.userRoot=" + Files.createDirectory(prefs());
    return workshop.run("jshell", input, preferences, List.of(arguments));
  }

  private Path prefs() {
    return directory.resolve("preferences");
  }

  private static void check(Result result) {
    assertThat(result.exitCode()).isZero();
    assertThat(result.output()).containsAll(OUTPUT);
    assertThat(result.output())
        .anySatisfy(line -> assertThat(line).startsWith("variable: ").contains("'int offset'"));
    // JShell prints what fails, and what its processes write as errors, here as well.
    assertThat(result.output()).noneMatch(line -> line.contains("WARNING"));
    assertThat(result.error()).filteredOn(line -> !isOfPreferences(line)).isEmpty();
  }

  /** JShell's first words in a new home; not ours. */
  private static boolean isOfPreferences(String line) {
    return line.contains("java.util.prefs") || line.contains("user preferences directory");
  }

  @Test
  void script() throws Exception {
    Result result = jshell("", "--class-path", "brood-core.jar", "-s", script);
    check(result);
    assertThat(result.output()).hasSize(OUTPUT.size() + 1);
  }

  @Test
  void typedIn() throws Exception {
    check(jshell(Files.readString(script), "--class-path", "brood-core.jar", "-s", "-"));
  }

  @Test
  void classPathGivenInTheSession() throws Exception {
    String input = "/env -class-path brood-core.jar\n" + Files.readString(script);
    check(jshell(input, "-s", "-"));
  }

  @Test
  void inTheToolsOwnProcess() throws Exception {
    check(jshell("", "--execution", "local", "--class-path", "brood-core.jar", "-s", script));
  }
}
