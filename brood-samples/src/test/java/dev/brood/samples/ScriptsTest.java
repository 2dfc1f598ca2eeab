package dev.brood.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What cannot be a sample: source files that need a preview of the JDK, run as such. */
class ScriptsTest {
  /** Many times what the script takes, and a fraction of what its slow task would. */
  private static final Duration LIMIT = Duration.ofMinutes(2);

  @Test
  void aScopeThatFailsStopsItsOtherTaskInItsProcess() throws Exception {
    ProgramRun run =
        ProgramRun.of(
            LIMIT,
            List.of(
                "--enable-preview",
                "--source",
                "25",
                "-cp",
                System.getProperty("java.class.path"),
                "src/main/scripts/StructuredTasks.java"));
    assertThat(run.out())
        .as("output; on standard error: %s", run.err())
        .hasSize(3)
        .contains("the slow task was stopped in its process", "the scope failed: no such order")
        .last()
        .isEqualTo("all processes have ended");
    assertThat(run.exitCode()).isZero();
    assertThat(run.leftBehind()).isEmpty();
  }
}
