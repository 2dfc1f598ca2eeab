package dev.brood.benchmarks.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.brood.benchmarks.Row;
import dev.brood.benchmarks.RowsForTests;
import dev.brood.benchmarks.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PeerScriptsTest {

  @Test
  void cpythonAnswersAndItsFolderIsGone() throws Exception {
    Optional<Python> python = Python.find();
    assumeThat(python).as("a python3 on this machine").isPresent();
    Row row = RowsForTests.row("pool.apply");
    Settings settings = Settings.of(1, 0).with("workers", 1).with("calls", 3);
    Deadline deadline = Deadline.after(Duration.ofSeconds(60));
    Path root;
    try (Workspace workspace = Workspace.create();
        Side peer = new SideProcesses(workspace, python).peer(row, settings).orElseThrow()) {
      root = workspace.root();
      assertThat(peer.awaitReady(deadline)).contains("Python 3.").contains("Pool(");
      assertThat(peer.sample(deadline)).isPositive();
    }
    assertThat(Files.exists(root)).isFalse();
  }

  @Test
  void withoutAnInterpreterThereIsNoPeer() throws Exception {
    assertThat(Python.find("no-such-python")).isEmpty();
    try (Workspace workspace = Workspace.create()) {
      SideProcesses processes = new SideProcesses(workspace, Optional.empty());
      assertThat(processes.peer(RowsForTests.row("pool.apply"), Settings.of(1, 0))).isEmpty();
    }
  }
}
