package dev.brood.benchmarks.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SideProcessTest {

  private final Deadline soon = Deadline.after(Duration.ofSeconds(30));

  private static SideProcess java(Class<?> main, String... arguments) throws SideFailedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
    command.addAll(List.of(arguments));
    return SideProcess.start("ours", command, Map.of());
  }

  /** Says what its arguments are, one per line that it reads; then ends, or never. */
  static final class Speaker {
    public static void main(String[] arguments) throws Exception {
      for (String argument : arguments) {
        if (argument.equals("sleep")) {
          var _ = new CountDownLatch(1).await(5, TimeUnit.MINUTES);
        }
        System.out.println(argument);
        System.in.read();
      }
    }
  }

  @Test
  void readsSamplesAmongOtherOutput() throws Exception {
    try (SideProcess side =
        java(Speaker.class, "hello\n{\"ready\": \"me\"}", "noise\n{\"value\": 2.5}")) {
      assertThat(side.awaitReady(soon)).isEqualTo("me");
      assertThat(side.sample(soon)).isEqualTo(2.5);
    }
  }

  @Test
  void tellsTheExitCodeAndTheLastLinesOfAProcessThatEnds() throws Exception {
    try (SideProcess side = java(Speaker.class, "last words")) {
      assertThatExceptionOfType(SideFailedException.class)
          .isThrownBy(() -> side.sample(soon))
          .withMessageContaining("ended with exit code 0")
          .withMessageContaining("last words");
    }
  }

  @Test
  void tellsWhatAProcessSaysOfItsFailure() throws Exception {
    try (SideProcess side = java(Speaker.class, "{\"error\": \"no pool\"}")) {
      assertThatExceptionOfType(SideFailedException.class)
          .isThrownBy(() -> side.awaitReady(soon))
          .withMessageContaining("failed: no pool");
    }
  }

  @Test
  void doesNotWaitLongerThanTheBound() throws Exception {
    Deadline passed = Deadline.after(Duration.ZERO);
    try (SideProcess side = java(Speaker.class, "sleep")) {
      assertThatExceptionOfType(SideFailedException.class)
          .isThrownBy(() -> side.awaitReady(passed))
          .withMessageContaining("was not done when the row's 0 s were over");
    }
  }

  @Test
  void aCommandThatDoesNotExistIsAFailureOfTheSide() {
    assertThatExceptionOfType(SideFailedException.class)
        .isThrownBy(() -> SideProcess.start("CPython peer", List.of("/no/such/command"), Map.of()))
        .withMessageContaining("CPython peer did not start");
  }
}
