package dev.brood.system.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.brood.memory.SharedMemory;
import dev.brood.process.JvmProcess;
import dev.brood.system.program.MemoryOwner;
import dev.brood.system.program.Stranger;
import dev.brood.system.support.Board;
import dev.brood.system.support.OwnerJvm;
import dev.brood.system.support.Waits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of shared memory when its users are killed, and what strangers see of it. */
class SharedMemoryDeathTest {

  @TempDir Path folder;

  private static void hold(Board board, String name) throws IOException, InterruptedException {
    try (SharedMemory memory = SharedMemory.create(name, 4096)) {
      memory.asLongs().set(0, 42);
      board.post("made", memory.name());
      Waits.untilInterrupted();
    }
  }

  @Test
  void whatAKilledProcessUsedAloneIsFreed() throws IOException {
    Board board = Board.in(folder);
    try (JvmProcess child = JvmProcess.start(() -> hold(board, "alone"))) {
      board.await("made");
      assertThat(SegmentFiles.left()).hasSize(1);
      child.kill();
      Waits.until("the segment is gone", () -> SegmentFiles.left().isEmpty());
    }
    SharedMemory.create("alone", 8).close();
  }

  @Test
  void whatATerminatedProcessUsedAloneIsFreed() {
    Board board = Board.in(folder);
    try (JvmProcess child = JvmProcess.start(() -> hold(board, "alone"))) {
      board.await("made");
      child.terminate();
      Waits.until("the segment is gone", () -> SegmentFiles.left().isEmpty());
    }
  }

  @Test
  void whatAKilledProcessMadeStaysWithItsOtherUsers() throws IOException, InterruptedException {
    Board board = Board.in(folder);
    try (JvmProcess child = JvmProcess.start(() -> hold(board, "ours"))) {
      board.await("made");
      try (SharedMemory memory = SharedMemory.open("ours")) {
        child.kill();
        child.join();
        // A process that starts now finds it: the dead one's part in it has been dealt with.
        JvmProcess.start(() -> SharedMemory.open("ours").asLongs().addAndGet(0, 1)).join();
        assertThat(memory.asLongs().get(0)).isEqualTo(43);
      }
    }
    // The last user has ended without closing it, which the family may still have to notice.
    Waits.until("the segment is gone", () -> SegmentFiles.left().isEmpty());
  }

  @Test
  @SuppressWarnings("try") // Closed early: that is what is tested.
  void aStrangerOpensItByName() throws IOException, InterruptedException {
    Board board = Board.in(folder);
    Path file;
    try (SharedMemory memory = SharedMemory.create("for strangers", 64)) {
      file = SegmentFiles.left().getFirst();
      memory.asLongs().set(0, 5);
      try (OwnerJvm stranger = OwnerJvm.start(Stranger.class, board.folder(), memory.name())) {
        assertThat(board.awaitLong("seen")).isEqualTo(5);
        assertThat(memory.asLongs().get(0)).isEqualTo(6);
        memory.close();
        assertThat(file).as("the stranger uses it").exists();
        board.post("go", "");
        assertThat(stranger.exitCode()).as(stranger.error()).isZero();
      }
    }
    assertThat(file).doesNotExist();
  }

  @Test
  @SuppressWarnings("try") // Closed early: that is what is tested.
  void aStrangerThatIsKilledUsesItNoMore() throws IOException {
    Board board = Board.in(folder);
    try (SharedMemory memory = SharedMemory.create("for strangers", 64);
        OwnerJvm stranger = OwnerJvm.start(Stranger.class, board.folder(), memory.name())) {
      board.await("seen");
      memory.close();
      assertThat(SegmentFiles.left()).hasSize(1);
      stranger.kill();
      Waits.until("the segment is gone", () -> SegmentFiles.left().isEmpty());
    }
  }

  @Test
  void whoHasTheMemoryOfAKilledFamilyKeepsItButNobodyFindsIt()
      throws IOException, InterruptedException {
    Board board = Board.in(folder);
    try (OwnerJvm owner = OwnerJvm.start(MemoryOwner.class, board.folder(), "of strangers")) {
      board.await("ready");
      try (SharedMemory memory = SharedMemory.open("of strangers")) {
        owner.kill();
        owner.exitCode();
        assertThat(memory.asLongs().addAndGet(0, 1)).isEqualTo(43);
      }
      assertThatExceptionOfType(NoSuchFileException.class)
          .isThrownBy(() -> SharedMemory.open("of strangers"));
    }
  }

  @Test
  void namesOfFamiliesAreTheirOwn() throws IOException {
    Board board = Board.in(folder);
    Board other = Board.in(Files.createDirectory(folder.resolve("other")));
    try (OwnerJvm one = OwnerJvm.start(MemoryOwner.class, board.folder(), "same")) {
      board.await("ready");
      try (SharedMemory own = SharedMemory.create("same", 8);
          SharedMemory found = SharedMemory.open("same")) {
        assertThat(found.size()).isEqualTo(own.size());
      }
      try (OwnerJvm two = OwnerJvm.start(MemoryOwner.class, other.folder(), "same")) {
        other.await("ready");
        assertThatExceptionOfType(IOException.class)
            .isThrownBy(() -> SharedMemory.open("same"))
            .withMessageContaining("ambiguous");
        two.kill();
      }
      one.kill();
    }
  }
}
