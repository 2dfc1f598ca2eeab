package dev.brood.system.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brood.system.program.BarOwner;
import dev.brood.system.support.OwnerJvm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What a progress bar shows where standard error goes to. */
class BarTest {
  private static final String ESCAPE = "\033[";

  @Test
  void aFileHasPlainLines() throws Exception {
    try (OwnerJvm owner = OwnerJvm.start(BarOwner.class)) {
      assertThat(owner.exitCode()).isZero();
      assertThat(owner.error())
          .doesNotContain(ESCAPE)
          .contains("squares: 20/20 (100 %)", "calls: 3/3 (100 %)");
      assertThat(owner.output()).isEmpty();
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aTerminalHasLinesThatMove() throws Exception {
    assumeScript();
    List<String> onATerminal =
        List.of("env", "TERM=xterm", "sh", "-c", "exec script -qec \"$*\" /dev/null", "sh");
    try (OwnerJvm owner = OwnerJvm.start(onATerminal, List.of(), BarOwner.class)) {
      assertThat(owner.exitCode()).isZero();
      List<String> lines = owner.output().lines().toList();
      assertThat(owner.output()).contains(ESCAPE + "J", ESCAPE + "1A");
      assertThat(lines).anyMatch(line -> line.contains("squares: 20/20 (100 %)"));
      assertThat(lines.getLast()).contains("calls: 3/3 (100 %)");
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aFileHasPlainLinesThoughTheOtherStreamsAreATerminal() throws Exception {
    assumeScript();
    List<String> halfOnATerminal =
        List.of(
            "env", "TERM=xterm", "sh", "-c", "exec script -qec \"$* 2>&3\" /dev/null 3>&2", "sh");
    try (OwnerJvm owner = OwnerJvm.start(halfOnATerminal, List.of(), BarOwner.class)) {
      assertThat(owner.exitCode()).isZero();
      assertThat(owner.error()).doesNotContain(ESCAPE).contains("calls: 3/3 (100 %)");
    }
  }

  private static void assumeScript() {
    Assumptions.assumeTrue(
        Files.isExecutable(Path.of("/usr/bin/script")),
        "script, which makes a terminal, is missing");
  }
}
