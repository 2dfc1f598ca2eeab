package dev.brood.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class BroodCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int brood(String... args) {
    CommandLine command = BroodCommand.commandLine();
    command.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    return command.execute(args);
  }

  @Test
  void tellsItsVersionAndTheJdk() {
    assertThat(brood("--version")).isZero();
    assertThat(out.toString()).startsWith("brood 0.").contains("JDK 25").doesNotContain("${");
  }

  @Test
  void helpNamesCommandsAndExitCodes() {
    assertThat(brood("help")).isZero();
    assertThat(out.toString()).contains("demo", "bench", "completion", "Exit codes");
  }

  @Test
  void listsSamplesAndBenchmarks() {
    assertThat(brood("demo", "--list")).isZero();
    assertThat(brood("bench", "--list")).isZero();
    assertThat(out.toString()).contains("primes ", "pool.map ");
  }

  @Test
  void givesASampleItsArguments() {
    assertThat(brood("demo", "primes", "100")).isZero();
  }

  @Test
  void aFailingSampleIsExitCodeOne() {
    assertThat(brood("demo", "primes", "many")).isEqualTo(1);
    assertThat(err.toString()).contains("NumberFormatException");
  }

  @Test
  void aMistakeOnTheCommandLineIsExitCodeTwo() {
    assertThat(brood()).isEqualTo(2);
    assertThat(brood("demo", "nothing-like-it")).isEqualTo(2);
    assertThat(brood("bench", "--only", "nothing.like.it")).isEqualTo(2);
    assertThat(brood("--nonsense")).isEqualTo(2);
  }

  @Test
  void printsACompletionScript() {
    assertThat(brood("completion")).isZero();
    assertThat(out.toString()).contains("complete -F").contains("demo");
  }
}
