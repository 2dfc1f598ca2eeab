package dev.brood.system.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.brood.memory.SharedMemory;
import dev.brood.process.JvmProcess;
import dev.brood.system.program.MemoryOwner;
import dev.brood.system.program.Stranger;
import dev.brood.system.support.Board;
import dev.brood.system.support.Leftovers;
import dev.brood.system.support.OwnerJvm;
import dev.brood.system.support.Waits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of shared memory when its users are killed, and what strangers see of it. */
class SharedMemoryDeathTest {

  @TempDir Path folder;

  private static List<Path> segments() {
    List<Path> found = new ArrayList<>();
    for (Path each : Leftovers.foldersOf(ProcessHandle.current().pid())) {
      try (var files = Files.list(each)) {
        files
            .filter(file -> file.toString().endsWith(".seg") || file.toString().contains("draft-"))
            .forEach(found::add);
      } catch (IOException deletedMeanwhile) {
        // Nothing in it, then.
      }
    }
    return found;
  }

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
      assertThat(segments()).hasSize(1);
      child.kill();
      Waits.until("the segment is gone", () -> segments().isEmpty());
    }
    SharedMemory.create("alone", 8).close();
  }

  @Test
  void whatATerminatedProcessUsedAloneIsFreed() {
    Board board = Board.in(folder);
    try (JvmProcess child = JvmProcess.start(() -> hold(board, "alone"))) {
      board.await("made");
      child.terminate();
      Waits.until("the segment is gone", () -> segments().isEmpty());
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
    assertThat(segments()).isEmpty();
  }

  @Test
  @SuppressWarnings("try") // Closed early: that is what is tested.
  void aStrangerOpensItByName() throws IOException, InterruptedException {
    Board board = Board.in(folder);
    Path file;
    try (SharedMemory memory = SharedMemory.create("for strangers", 64)) {
      file = segments().getFirst();
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
      assertThat(segments()).hasSize(1);
      stranger.kill();
      Waits.until("the segment is gone", () -> segments().isEmpty());
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

  private static void makeAndUnlink(Board board, String name) throws IOException {
    board.post("at work", name);
    for (int i = 0; ; i++) {
      try (SharedMemory named = SharedMemory.create(name, 10_000);
          SharedMemory unnamed = SharedMemory.create(100)) {
        if (i % 2 == 0) {
          named.unlink();
        }
        unnamed.asBytes().fill((byte) i);
      }
    }
  }

  @Test
  void nothingIsLeftOfProcessesKilledWhileTheyMakeAndUnlink() throws IOException {
    Board board = Board.in(folder);
    for (int round = 0; round < 20; round++) {
      String name = "victim " + round;
      try (JvmProcess child = JvmProcess.start(() -> makeAndUnlink(board, name))) {
        Waits.until("the child is at work", () -> board.has("at work") && atWork(board, name));
        LockSupport.parkNanos(ThreadLocalRandom.current().nextInt(3_000_000));
        child.kill();
      }
      Waits.until("all is freed, there is " + segments(), () -> segments().isEmpty());
      SharedMemory.create(name, 8).close();
    }
  }

  private static boolean atWork(Board board, String name) {
    return board.await("at work").equals(name);
  }
}
