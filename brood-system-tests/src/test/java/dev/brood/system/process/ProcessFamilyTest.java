package dev.brood.system.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brood.jvm.Stdio;
import dev.brood.process.ExitStatus;
import dev.brood.process.JvmProcess;
import dev.brood.process.ParentProcess;
import dev.brood.process.ProcessInfo;
import dev.brood.system.program.ActionAtExit;
import dev.brood.system.program.ChildrenAtExit;
import dev.brood.system.support.Board;
import dev.brood.system.support.Delays;
import dev.brood.system.support.Leftovers;
import dev.brood.system.support.Lines;
import dev.brood.system.support.OwnerJvm;
import dev.brood.system.support.Waits;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Parents, children, names, and what a family does when one of it ends. */
class ProcessFamilyTest {
  @TempDir Path folder;

  @Test
  void theUsersJvmIsTheRoot() {
    ProcessInfo self = JvmProcess.current();
    assertThat(self.pid()).isEqualTo(ProcessHandle.current().pid());
    assertThat(self.name()).isEqualTo("main");
    assertThat(self.daemon()).isFalse();
    assertThat(JvmProcess.parent()).isEmpty();
  }

  @Test
  void aChildKnowsItselfAndItsParent() throws InterruptedException {
    Board board = Board.in(folder);
    try (JvmProcess child =
        JvmProcess.builder()
            .name("Lotte")
            .daemon(true)
            .target(() -> {
              ParentProcess parent = JvmProcess.parent().orElseThrow();
              board.post("self", JvmProcess.current());
              board.post("parent", parent);
              board.post("alive", parent.isAlive() + " " + parent.join(Duration.ZERO));
            })
            .start()) {
      child.join();
      assertThat(board.await("self"))
          .isEqualTo(new ProcessInfo(child.pid(), "Lotte", true).toString());
      assertThat(board.await("parent"))
          .isEqualTo(new ParentProcess(ProcessHandle.current().pid(), "main").toString());
      assertThat(board.await("alive")).isEqualTo("true false");
    }
  }

  @Test
  void aGrandchildSeesItsParentAndEndsWithIt() throws InterruptedException {
    Board board = Board.in(folder);
    try (JvmProcess child = JvmProcess.of(() -> parentOfOne(board))) {
      child.start();
      long grandchild = board.awaitLong("grandchild");
      assertThat(board.await("sees")).isEqualTo(child.pid() + " true");
      child.terminate();
      child.join();
      Waits.until("the grandchild ends", () -> !Leftovers.isRunning(grandchild));
    }
  }

  private static void parentOfOne(Board board) throws InterruptedException {
    try (JvmProcess grandchild =
        JvmProcess.start(() -> {
          ParentProcess parent = JvmProcess.parent().orElseThrow();
          board.post("sees", parent.pid() + " " + parent.isAlive());
          board.post("grandchild", ProcessHandle.current().pid());
          Waits.untilInterrupted();
        })) {
      grandchild.join();
    }
  }

  @Test
  void childrenStartChildren() throws InterruptedException {
    Board board = Board.in(folder);
    try (JvmProcess top = JvmProcess.start(() -> descend(board, "0", 2))) {
      top.join();
      assertThat(top.exitStatus()).contains(new ExitStatus.Exited(0));
    }
    assertThat(board.all("node")).containsExactly("0", "00", "000", "001", "01", "010", "011");
  }

  private static void descend(Board board, String path, int levels) throws InterruptedException {
    board.post("node" + path, path);
    for (int i = 0; levels > 0 && i < 2; i++) {
      String below = path + i;
      try (JvmProcess child = JvmProcess.start(() -> descend(board, below, levels - 1))) {
        child.join();
      }
    }
  }

  @Test
  void defaultNamesTellClassPlaceAndNumber() throws InterruptedException {
    Board board = Board.in(folder);
    try (JvmProcess child =
        JvmProcess.start(() -> board.post("name", JvmProcess.of(() -> {}).name()))) {
      child.join();
      assertThat(child.name()).matches("JvmProcess-\\d+");
      assertThat(board.await("name")).isEqualTo(child.name() + ":1");
    }
  }

  @Test
  void eachDefaultNameIsGivenOnce() {
    assertThat(JvmProcess.of(() -> {}).name()).isNotEqualTo(JvmProcess.of(() -> {}).name());
    assertThat(JvmProcess.builder().name("").target(() -> {}).build().name()).isEmpty();
  }

  @Test
  void daemonsAreSaidToBeOnesAndHandItOn() throws InterruptedException {
    Board board = Board.in(folder);
    assertThat(JvmProcess.of(() -> {}).daemon()).isFalse();
    assertThat(JvmProcess.builder().daemon(true).target(() -> {}).build().daemon()).isTrue();
    assertThat(JvmProcess.builder().daemon(false).target(() -> {}).build().daemon()).isFalse();
    try (JvmProcess child =
        JvmProcess.builder()
            .daemon(true)
            .target(() -> {
              board.post("default", JvmProcess.of(() -> {}).daemon());
              JvmProcess.Builder other = JvmProcess.builder().target(() -> {});
              board.post("other", other.daemon(false).build().daemon());
            })
            .start()) {
      child.join();
      assertThat(board.await("default")).isEqualTo("true");
      assertThat(board.await("other")).isEqualTo("false");
    }
  }

  @Test
  void aProgramEndsWithItsDaemonsButWaitsForTheOthers() throws InterruptedException {
    Board board = Board.in(folder);
    try (OwnerJvm owner = OwnerJvm.start(ChildrenAtExit.class, board.folder(), "return")) {
      long daemon = board.awaitLong("daemon");
      board.await("main");
      long start = System.nanoTime();
      assertThat(board.has("worked")).isFalse();
      board.post("go", "");
      assertThat(owner.exitCode()).isZero();
      assertThat(System.nanoTime() - start).isLessThan(Delays.PATIENT.toNanos());
      assertThat(board.has("worked")).isTrue();
      Waits.until("the daemon is gone", () -> !Leftovers.isRunning(daemon));
      assertThat(owner.error()).isEmpty();
    }
  }

  @Test
  void whatIsToBeDoneAtTheEndOfAChildIsDoneBeforeItsOwnerEnds() throws InterruptedException {
    Board board = Board.in(folder);
    try (OwnerJvm owner = OwnerJvm.start(ActionAtExit.class, board.folder())) {
      assertThat(owner.exitCode()).isZero();
      assertThat(board.await("told")).isEqualTo("Exited[code=7]");
      assertThat(owner.error()).isEmpty();
    }
  }

  @Test
  void systemExitEndsAllChildren() throws InterruptedException {
    Board board = Board.in(folder);
    try (OwnerJvm owner = OwnerJvm.start(ChildrenAtExit.class, board.folder(), "exit")) {
      long daemon = board.awaitLong("daemon");
      long worker = board.awaitLong("worker");
      assertThat(owner.exitCode()).isEqualTo(3);
      Waits.until("the daemon is gone", () -> !Leftovers.isRunning(daemon));
      Waits.until("the other is gone", () -> !Leftovers.isRunning(worker));
      assertThat(Leftovers.foldersOf(owner.pid())).isEmpty();
    }
  }

  @Test
  void aChildWaitsForItsOwnChildren() throws InterruptedException {
    Board board = Board.in(folder);
    try (JvmProcess child =
        JvmProcess.of(() -> {
          JvmProcess left =
              JvmProcess.start(() -> {
                board.await("go");
                board.post("done", "");
              });
          board.post("started", left.pid());
        })) {
      child.start();
      board.await("started");
      assertThat(child.join(Delays.WATCH)).isFalse();
      board.post("go", "");
      child.join();
      assertThat(board.has("done")).isTrue();
      assertThat(child.exitStatus()).contains(new ExitStatus.Exited(0));
    }
  }

  @Test
  void aChildsCopyOfItsProcessCannotBeStarted() throws InterruptedException {
    Board board = Board.in(folder);
    try (Recursive process = new Recursive(board)) {
      process.start();
      process.join();
      assertThat(board.await("thrown")).contains("IllegalStateException");
    }
  }

  /** Starts itself again. */
  private static final class Recursive extends JvmProcess {
    private static final long serialVersionUID = 1L;
    private final Board board;

    Recursive(Board board) {
      this.board = board;
    }

    @Override
    public void run() {
      try {
        start();
        board.post("thrown", "nothing");
      } catch (RuntimeException e) {
        board.post("thrown", e);
      }
    }
  }

  @Test
  void startingChildrenWhileTheTargetIsReadFails() throws InterruptedException {
    Lines lines = new Lines();
    Breeder breeder = new Breeder();
    try (JvmProcess process =
        JvmProcess.builder()
            .stdio(lines.stdio())
            .target(() -> System.out.println(breeder.hashCode()))
            .start()) {
      assertThat(process.join(Delays.PATIENT)).isTrue();
      assertThat(process.exitStatus()).contains(new ExitStatus.Exited(1));
      assertThat(process.failure().orElseThrow())
          .satisfiesAnyOf(
              failure -> assertThat(failure).isInstanceOf(IllegalStateException.class),
              failure -> assertThat(failure).hasRootCauseInstanceOf(IllegalStateException.class));
      assertThat(lines.output()).isEmpty();
    }
  }

  /** Starts a process when it is read, as a careless {@code main} would when it is run again. */
  static final class Breeder implements java.io.Serializable {
    private static final long serialVersionUID = 1L;

    @java.io.Serial
    private void readObject(java.io.ObjectInputStream in)
        throws java.io.IOException, ClassNotFoundException {
      in.defaultReadObject();
      JvmProcess.builder().stdio(Stdio.discard()).target(() -> {}).start().close();
    }
  }
}
