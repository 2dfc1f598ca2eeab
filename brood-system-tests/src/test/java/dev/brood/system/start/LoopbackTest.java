package dev.brood.system.start;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brood.system.program.InterruptingOwner;
import dev.brood.system.support.Board;
import dev.brood.system.support.OwnerJvm;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Children join at a port of the loopback address, or in a folder where there is none. */
class LoopbackTest {

  @TempDir Path folder;

  private void assertWorks(List<String> prefix) throws InterruptedException {
    Board board = Board.in(folder);
    try (OwnerJvm owner =
        OwnerJvm.start(prefix, List.of(), InterruptingOwner.class, board.folder())) {
      assertThat(owner.exitCode()).as(owner.error()).isZero();
      assertThat(board.await("result")).isEqualTo("the same worker");
      assertThat(owner.output() + owner.error()).isEmpty();
    }
  }

  @Test
  void workersJoin() throws InterruptedException {
    assertWorks(List.of());
  }

  /** A new network namespace has the interface, but it is down. */
  @Test
  void workersJoinWhereThereIsNoLoopback() throws Exception {
    List<String> prefix = List.of("unshare", "-rn");
    Assumptions.assumeTrue(isPossible(prefix), "there are no network namespaces here");
    assertWorks(prefix);
  }

  private static boolean isPossible(List<String> prefix) throws InterruptedException {
    try {
      return new ProcessBuilder(prefix.get(0), prefix.get(1), "true").start().waitFor() == 0;
    } catch (IOException noSuchCommand) {
      return false;
    }
  }
}
