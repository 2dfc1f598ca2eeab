package dev.brood.system.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.brood.exception.ManagerDiedException;
import dev.brood.manager.Manager;
import dev.brood.manager.MemoryManager;
import dev.brood.manager.Proxies;
import dev.brood.memory.ShareableList;
import dev.brood.memory.SharedMemory;
import dev.brood.process.JvmProcess;
import dev.brood.proxy.CounterProxy;
import dev.brood.system.memory.SegmentFiles;
import dev.brood.system.program.FamilyOfOne;
import dev.brood.system.program.MemoryManagerOwner;
import dev.brood.system.support.Board;
import dev.brood.system.support.Leftovers;
import dev.brood.system.support.OwnerJvm;
import dev.brood.system.support.Waits;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Shared memory that a manager makes and frees. */
class MemoryManagerTest {

  @TempDir Path folder;

  @Test
  void makesMemoryThatAllSeeAndFreesItAtOnce() throws Exception {
    try (Manager manager = Manager.start()) {
      MemoryManager memory = manager.memory();
      SharedMemory block = memory.create(100);
      SharedMemory named = memory.create("of a manager", 100_000);
      ShareableList list = memory.list(Arrays.asList("text", 1L, null));
      try (JvmProcess child =
          JvmProcess.start(() -> {
            block.asLongs().set(0, 7);
            named.asLongs().set(1, 8);
            list.set(1, 9L);
            memory.create("of a child", 10);
          })) {
        child.join();
        assertThat(child.failure()).isEmpty();
      }
      assertThat(block.asLongs().get(0)).isEqualTo(7);
      assertThat(named.asLongs().get(1)).isEqualTo(8);
      assertThat(list).isEqualTo(Arrays.asList("text", 9L, null));
      // Its maker has ended; the manager keeps it.
      SharedMemory.open("of a child").close();
      assertThatExceptionOfType(FileAlreadyExistsException.class)
          .isThrownBy(() -> memory.create("of a manager", 8));
      assertThatIllegalArgumentException().isThrownBy(() -> memory.create(0));

      memory.close();
      memory.close();
      assertThatExceptionOfType(NoSuchFileException.class)
          .isThrownBy(() -> SharedMemory.open("of a child"));
      assertThat(block.asLongs().get(0)).as("who uses it keeps it").isEqualTo(7);
      assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> memory.create(10));
      block.close();
      named.close();
      list.close();
      assertThat(SegmentFiles.left()).isEmpty();
    }
  }

  @Test
  void isFreedWhenTheManagerEndsOrNobodyUsesIt() throws Exception {
    try (Manager manager = Manager.start()) {
      MemoryManager memory = manager.memory();
      memory.create(100).close();
      assertThat(SegmentFiles.left()).hasSize(1);
      Proxies.release(memory);
      Waits.until(
          "nobody uses it",
          () -> {
            long _ = Proxies.apply(manager.counter(), MemoryManagerTest::collect);
            return manager.objectCount() >= 0 && SegmentFiles.left().isEmpty();
          });
      manager.memory().create("of this manager", 100).close();
    }
    assertThat(SegmentFiles.left()).isEmpty();
  }

  private static long collect(CounterProxy any) {
    System.gc();
    return 0;
  }

  @Test
  void isFreedWhenTheManagerIsKilled() throws Exception {
    try (Manager manager = Manager.start()) {
      MemoryManager memory = manager.memory();
      memory.create("unused", 100).close();
      try (SharedMemory used = memory.create("used", 100)) {
        assertThat(SegmentFiles.left()).hasSize(2);
        ProcessHandle.of(manager.pid().getAsLong()).orElseThrow().destroyForcibly();
        Waits.until("what only it used is freed", () -> SegmentFiles.left().size() == 1);
        used.asLongs().set(0, 5);
        SharedMemory.open("used").close();
        assertThatExceptionOfType(ManagerDiedException.class).isThrownBy(() -> memory.create(10));
      }
    }
    assertThat(SegmentFiles.left()).isEmpty();
  }

  @Test
  void nothingIsLeftWhenTheUserIsKilled() throws IOException, InterruptedException {
    Board board = Board.in(folder);
    try (OwnerJvm owner = OwnerJvm.start(MemoryManagerOwner.class, board.folder())) {
      List<Long> below = Stream.of(board.await("ready").split(" ")).map(Long::valueOf).toList();
      owner.kill();
      owner.exitCode();
      Waits.until("all have ended", () -> below.stream().noneMatch(Leftovers::isRunning));
      // Whoever starts next sweeps.
      try (OwnerJvm next = OwnerJvm.start(FamilyOfOne.class, board.folder())) {
        board.await("doubled");
        Waits.until("swept", () -> Leftovers.foldersOf(owner.pid()).isEmpty());
        for (long pid : below) {
          Waits.until("swept of " + pid, () -> Leftovers.foldersOf(pid).isEmpty());
        }
        board.post("go", "");
        assertThat(next.exitCode()).as(next.error()).isZero();
      }
    }
  }
}
