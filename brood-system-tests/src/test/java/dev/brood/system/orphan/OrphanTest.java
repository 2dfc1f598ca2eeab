package dev.brood.system.orphan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brood.system.program.CrowdedOwner;
import dev.brood.system.program.DoomedOwner;
import dev.brood.system.program.DoomedOwner.Work;
import dev.brood.system.program.DoomedPoolOwner;
import dev.brood.system.program.FamilyOfOne;
import dev.brood.system.support.Board;
import dev.brood.system.support.Delays;
import dev.brood.system.support.Leftovers;
import dev.brood.system.support.OwnerJvm;
import dev.brood.system.support.Waits;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of the children, and of the files, of an owner that is killed. */
class OrphanTest {
  /** A child, its child, its worker, its plain process. */
  private static final int FAMILY = 4;

  @TempDir Path folder;

  private static OwnerJvm start(Board board, Object... works) {
    Object[] arguments = new Object[works.length + 1];
    arguments[0] = board.folder();
    System.arraycopy(works, 0, arguments, 1, works.length);
    return OwnerJvm.start(
        List.of("-Dbrood.test.board=" + board.folder()), DoomedOwner.class, arguments);
  }

  private static long[] pids(Board board, int count) {
    return board.await("pid", count).stream().mapToLong(Long::parseLong).toArray();
  }

  private static void assertAllGo(long[] pids) {
    List<Long> left = new ArrayList<>();
    boolean gone =
        Waits.within(
            Delays.ORPHANS_GONE,
            () -> {
              left.clear();
              LongStream.of(pids).filter(Leftovers::isRunning).forEach(left::add);
              return left.isEmpty();
            });
    left.forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
    assertThat(gone).as("still there: " + left).isTrue();
  }

  @ParameterizedTest
  @EnumSource(names = {"SLEEP", "SPIN", "ALLOCATE", "STUBBORN"})
  void childrenEndWithAnOwnerThatIsKilled(Work work) {
    Board board = Board.in(folder);
    try (OwnerJvm owner = start(board, work, work)) {
      long[] pids = pids(board, 2);
      assertThat(LongStream.of(pids)).allMatch(Leftovers::isRunning);
      owner.kill();
      assertAllGo(pids);
    }
  }

  @Test
  void theWholeTreeEndsWithAnOwnerThatIsKilled() {
    Board board = Board.in(folder);
    try (OwnerJvm owner = start(board, Work.FAMILY)) {
      long[] pids = pids(board, FAMILY);
      assertThat(LongStream.of(pids)).allMatch(Leftovers::isRunning);
      owner.kill();
      assertAllGo(pids);
    }
  }

  @Test
  void theWholeTreeEndsWithAnOwnerThatIsTerminated() throws InterruptedException {
    Board board = Board.in(folder);
    try (OwnerJvm owner = start(board, Work.FAMILY, Work.STUBBORN)) {
      long[] pids = pids(board, FAMILY + 1);
      owner.terminate();
      assertThat(owner.exitCode()).isEqualTo(143);
      assertAllGo(pids);
      assertThat(Leftovers.foldersOf(owner.pid())).isEmpty();
    }
  }

  @Test
  void workersEndWithAnOwnerThatIsKilled() {
    Board board = Board.in(folder);
    try (OwnerJvm owner = OwnerJvm.start(DoomedPoolOwner.class, board.folder())) {
      long[] pids = pids(board, 4);
      owner.kill();
      assertAllGo(pids);
    }
  }

  @Test
  void aCrowdOfWorkersAndTheirProcessesEndsWithAnOwnerThatIsKilled() throws InterruptedException {
    Board board = Board.in(folder);
    long dead;
    try (OwnerJvm owner = OwnerJvm.start(CrowdedOwner.class, board.folder())) {
      long[] pids = pids(board, 2 * CrowdedOwner.WORKERS);
      assertThat(LongStream.of(pids)).allMatch(Leftovers::isRunning);
      dead = owner.pid();
      assertThat(Leftovers.foldersOf(dead)).isNotEmpty();
      owner.kill();
      assertAllGo(pids);
    }
    try (OwnerJvm next = OwnerJvm.start(FamilyOfOne.class, board.folder())) {
      board.await("doubled");
      Waits.until("swept of " + dead, () -> Leftovers.foldersOf(dead).isEmpty());
      board.post("go", "");
      assertThat(next.exitCode()).as(next.error()).isZero();
    }
  }

  @Test
  void atCtrlCAllEndWithOneLine() throws InterruptedException {
    Board board = Board.in(folder);
    try (OwnerJvm owner = OwnerJvm.startAsGroup(CrowdedOwner.class, board.folder())) {
      long[] pids = pids(board, 2 * CrowdedOwner.WORKERS);
      owner.interruptGroup();
      assertThat(owner.exitCode(Delays.PROMPT)).isEqualTo(130);
      assertAllGo(pids);
      assertThat(owner.output()).isEmpty();
      assertThat(owner.error())
          .isEqualTo("brood: the program ends with 8 tasks unfinished and 8 workers\n");
      assertThat(Leftovers.foldersOf(owner.pid())).isEmpty();
    }
  }

  @Test
  void childrenThatAreStillStartingEndWithAnOwnerThatIsKilled() {
    Board board = Board.in(folder);
    try (OwnerJvm owner = start(board, Work.SLEEP, Work.SLEEP, Work.SLEEP)) {
      ProcessHandle handle = ProcessHandle.of(owner.pid()).orElseThrow();
      Waits.until("a child", () -> handle.children().findAny().isPresent());
      long[] pids = handle.children().mapToLong(ProcessHandle::pid).toArray();
      owner.kill();
      assertAllGo(pids);
    }
  }

  @Test
  void whatAKilledFamilyLeavesIsSweptByTheNextUser() throws InterruptedException {
    Board board = Board.in(folder);
    List<Long> dead = new ArrayList<>();
    try (OwnerJvm owner = start(board, Work.FAMILY)) {
      long[] pids = pids(board, FAMILY);
      dead.add(owner.pid());
      LongStream.of(pids).forEach(dead::add);
      assertThat(Leftovers.foldersOf(owner.pid())).isNotEmpty();
      owner.kill();
      assertAllGo(pids);
    }
    try (OwnerJvm next = OwnerJvm.start(FamilyOfOne.class, board.folder())) {
      assertThat(board.await("doubled")).isEqualTo("[2, 4]");
      for (long pid : dead) {
        Waits.until("swept of " + pid, () -> Leftovers.foldersOf(pid).isEmpty());
      }
      board.post("go", "");
      assertThat(next.exitCode()).as(next.error()).isZero();
      assertThat(next.output()).isEqualTo("hello\n");
      assertThat(next.error()).isEmpty();
      assertThat(Leftovers.foldersOf(next.pid())).isEmpty();
    }
  }

  @Test
  void theSweepLeavesTheLivingAlone() throws InterruptedException {
    Board board = Board.in(folder);
    try (OwnerJvm living = start(board, Work.SLEEP)) {
      pids(board, 1);
      List<Path> folders = Leftovers.foldersOf(living.pid());
      assertThat(folders).isNotEmpty();
      try (OwnerJvm next = OwnerJvm.start(FamilyOfOne.class, board.folder())) {
        board.post("go", "");
        assertThat(next.exitCode()).as(next.error()).isZero();
      }
      assertThat(Leftovers.foldersOf(living.pid())).isEqualTo(folders);
      living.terminate();
      living.exitCode();
    }
  }
}
