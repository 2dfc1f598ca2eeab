package dev.brood.system.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brood.jvm.Stdio;
import dev.brood.process.CpuBudget;
import dev.brood.process.ExitStatus;
import dev.brood.process.JvmProcess;
import dev.brood.process.ParentProcess;
import dev.brood.system.support.Board;
import dev.brood.system.support.Delays;
import dev.brood.system.support.Leftovers;
import dev.brood.system.support.Waits;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The life of a process: not started, running, ended; and who may do what when. */
class ProcessLifeTest {
  @TempDir Path folder;

  /** A child that says that it runs and then does until it is ended. */
  private static JvmProcess waiting(Board board, String name) {
    return JvmProcess.builder()
        .target(() -> {
          board.post(name, ProcessHandle.current().pid());
          Waits.untilInterrupted();
        })
        .build();
  }

  @Test
  void runsItsTargetInAnotherJvm() throws InterruptedException {
    Board board = Board.in(folder);
    try (JvmProcess process =
        JvmProcess.of(() -> board.post("pid", ProcessHandle.current().pid()))) {
      assertThat(process.isAlive()).isFalse();
      assertThat(process.exitStatus()).isEmpty();
      assertThat(process.start()).isSameAs(process);
      process.join();
      assertThat(board.awaitLong("pid"))
          .isEqualTo(process.pid())
          .isNotEqualTo(ProcessHandle.current().pid());
      assertThat(process.isAlive()).isFalse();
      assertThat(process.exitStatus()).contains(new ExitStatus.Exited(0));
      assertThat(process.failure()).isEmpty();
    }
  }

  @Test
  void passesOneArgumentOrTwo() throws InterruptedException {
    Board board = Board.in(folder);
    try (JvmProcess one =
            JvmProcess.builder().target(text -> board.post("one", text), List.of("a", 1)).start();
        JvmProcess two =
            JvmProcess.builder()
                .target((text, number) -> board.post("two", text + number), "b", 2)
                .start()) {
      one.join();
      two.join();
      assertThat(board.await("one")).isEqualTo("[a, 1]");
      assertThat(board.await("two")).isEqualTo("b2");
    }
  }

  @Test
  void runCalledDirectlyRunsInTheCallingThreadAsOftenAsItIsCalled() throws Exception {
    List<Thread> threads = new ArrayList<>();
    JvmProcess process = JvmProcess.of(() -> threads.add(Thread.currentThread()));
    process.run();
    process.run();
    assertThat(threads).containsExactly(Thread.currentThread(), Thread.currentThread());
    assertThat(process.isAlive()).isFalse();
  }

  @Test
  void isAmongTheActiveChildrenFromStartToEnd() throws InterruptedException {
    Board board = Board.in(folder);
    try (JvmProcess first = waiting(board, "first");
        JvmProcess second = waiting(board, "second")) {
      assertThat(JvmProcess.activeChildren()).isEmpty();
      first.start();
      second.start();
      assertThat(JvmProcess.activeChildren()).containsExactly(first, second);
      first.kill();
      first.join();
      assertThat(JvmProcess.activeChildren()).containsExactly(second);
      second.kill();
      second.join();
      assertThat(JvmProcess.activeChildren()).isEmpty();
    }
  }

  @Test
  void activeChildrenStandInTheOrderOfTheirStarts() throws InterruptedException {
    Board board = Board.in(folder);
    try (JvmProcess second = waiting(board, "second");
        JvmProcess first = waiting(board, "first")) {
      first.start();
      second.start();
      assertThat(JvmProcess.activeChildren()).containsExactly(first, second);
      first.kill();
      second.kill();
    }
  }

  @Test
  void activeChildrenHaveAPid() throws InterruptedException {
    AtomicBoolean over = new AtomicBoolean();
    CompletableFuture<Void> watcher =
        CompletableFuture.runAsync(() -> {
          while (!over.get()) {
            JvmProcess.activeChildren().forEach(JvmProcess::pid);
          }
        });
    for (int i = 0; i < 3; i++) {
      JvmProcess.start(() -> {}).join();
    }
    over.set(true);
    watcher.join();
    assertThat(JvmProcess.activeChildren()).isEmpty();
  }

  @Test
  void joinWithNoTimeOrLessReturnsAtOnce() throws InterruptedException {
    Board board = Board.in(folder);
    try (JvmProcess process = waiting(board, "up").start()) {
      board.await("up");
      long start = System.nanoTime();
      assertThat(process.join(Duration.ZERO)).isFalse();
      assertThat(process.join(Duration.ofSeconds(-1))).isFalse();
      assertThat(System.nanoTime() - start).isLessThan(Delays.PROMPT.toNanos());
      assertThat(process.isAlive()).isTrue();
      assertThat(process.join(Duration.ofMillis(20))).isFalse();
      process.kill();
      assertThat(process.join(Delays.PATIENT)).isTrue();
      assertThat(process.join(Duration.ZERO)).isTrue();
      assertThat(process.join(Duration.ofSeconds(-1))).isTrue();
    }
  }

  @Test
  void joinWaitsForeverIfThatIsTheTime() throws InterruptedException {
    Duration forever = ChronoUnit.FOREVER.getDuration();
    try (JvmProcess process =
        JvmProcess.start(() -> {
          ParentProcess parent = JvmProcess.parent().orElseThrow();
          System.exit(parent.join(forever.negated()) ? 1 : 0);
        })) {
      assertThat(process.join(forever.negated())).isFalse();
      assertThat(process.join(forever)).isTrue();
      assertThat(process.exitStatus()).contains(new ExitStatus.Exited(0));
    }
  }

  @Test
  void interruptRunsFinallyBlocksAndExitsWithOne() throws InterruptedException {
    Board board = Board.in(folder);
    try (JvmProcess process =
        JvmProcess.builder()
            .stdio(Stdio.discard())
            .target(() -> {
              try {
                board.post("up", "");
                Waits.untilInterrupted();
              } finally {
                board.post("cleaned", "");
              }
            })
            .start()) {
      board.await("up");
      process.interrupt();
      process.join();
      assertThat(board.has("cleaned")).isTrue();
      assertThat(process.exitStatus()).contains(new ExitStatus.Exited(1));
      assertThat(process.failure()).containsInstanceOf(InterruptedException.class);
    }
  }

  @Test
  void interruptThatIsHandledIsNoFailure() throws InterruptedException {
    Board board = Board.in(folder);
    try (JvmProcess process =
        JvmProcess.start(() -> {
          board.post("up", "");
          Waits.untilInterrupted("");
          if (!Thread.interrupted()) {
            throw new AssertionError("not interrupted");
          }
        })) {
      board.await("up");
      process.interrupt();
      process.join();
      assertThat(process.exitStatus()).contains(new ExitStatus.Exited(0));
    }
  }

  @Test
  void interruptBeforeTheTargetRunsReachesIt() throws InterruptedException {
    Board board = Board.in(folder);
    try (JvmProcess process = waiting(board, "up")) {
      process.start();
      process.interrupt();
      assertThat(process.join(Delays.PATIENT)).isTrue();
      assertThat(process.exitStatus()).contains(new ExitStatus.Exited(1));
    }
  }

  @Test
  void terminateRunsShutdownHooksAndIsToldAsASignal() throws InterruptedException {
    Board board = Board.in(folder);
    try (JvmProcess process =
        JvmProcess.start(() -> {
          Runtime.getRuntime().addShutdownHook(new Thread(() -> board.post("hook", "")));
          board.post("up", "");
          Waits.untilInterrupted();
        })) {
      board.await("up");
      process.terminate();
      process.join();
      assertThat(process.exitStatus()).contains(new ExitStatus.Killed(15, "SIGTERM"));
      assertThat(board.has("hook")).isTrue();
      assertThat(JvmProcess.activeChildren()).doesNotContain(process);
    }
  }

  @Test
  void killIsToldAsASignal() throws InterruptedException {
    Board board = Board.in(folder);
    try (JvmProcess process = waiting(board, "up").start()) {
      board.await("up");
      process.kill();
      process.join();
      assertThat(process.exitStatus()).contains(new ExitStatus.Killed(9, "SIGKILL"));
      assertThat(process.failure()).isEmpty();
    }
  }

  @Test
  void killOfOneThatIsAboutToEndIsToldAsASignal() throws InterruptedException {
    Board board = Board.in(folder);
    try (JvmProcess process =
        JvmProcess.start(() -> {
          Thread slow =
              new Thread(() -> {
                board.post("hook", "");
                while (true) {
                  LockSupport.park();
                }
              });
          Runtime.getRuntime().addShutdownHook(slow);
          board.post("up", "");
          Waits.untilInterrupted();
        })) {
      board.await("up");
      process.terminate();
      board.await("hook");
      // Its goodbye is sent by another hook.
      assertThat(process.join(Duration.ofMillis(500))).isFalse();
      process.kill();
      process.join();
      assertThat(process.exitStatus()).contains(new ExitStatus.Killed(9, "SIGKILL"));
    }
  }

  @Test
  void killRightAfterStartEndsIt() throws InterruptedException {
    Board board = Board.in(folder);
    try (JvmProcess process = waiting(board, "up").start()) {
      process.kill();
      assertThat(process.join(Delays.PATIENT)).isTrue();
      assertThat(process.exitStatus()).contains(new ExitStatus.Killed(9, "SIGKILL"));
    }
  }

  @Test
  void aKillFromOutsideIsSeen() throws InterruptedException {
    Board board = Board.in(folder);
    try (JvmProcess process = waiting(board, "up").start()) {
      ProcessHandle.of(board.awaitLong("up")).orElseThrow().destroyForcibly();
      assertThat(process.join(Delays.PATIENT)).isTrue();
      assertThat(process.exitStatus()).contains(new ExitStatus.Killed(9, "SIGKILL"));
    }
  }

  @Test
  void endingWhatHasEndedDoesNothing() throws InterruptedException {
    JvmProcess process = JvmProcess.start(() -> {});
    process.join();
    process.interrupt();
    process.terminate();
    process.kill();
    process.close();
    process.close();
    assertThat(process.exitStatus()).contains(new ExitStatus.Exited(0));
  }

  @Test
  void needsToBeStartedFirst() {
    JvmProcess process = JvmProcess.of(() -> {});
    assertThatIllegalStateException().isThrownBy(process::pid);
    assertThatIllegalStateException().isThrownBy(process::join);
    assertThatIllegalStateException().isThrownBy(() -> process.join(Duration.ZERO));
    assertThatIllegalStateException().isThrownBy(process::interrupt);
    assertThatIllegalStateException().isThrownBy(process::terminate);
    assertThatIllegalStateException().isThrownBy(process::kill);
    assertThatIllegalStateException().isThrownBy(process::onExit);
    assertThat(process.exitStatus()).isEmpty();
    assertThat(process.failure()).isEmpty();
    process.close();
  }

  @Test
  void startsOnceOnly() throws InterruptedException {
    try (JvmProcess process = JvmProcess.start(() -> {})) {
      assertThatIllegalStateException().isThrownBy(process::start);
      process.join();
      assertThatIllegalStateException().isThrownBy(process::start);
    }
  }

  @Test
  void closeWaitsForTheEnd() {
    JvmProcess process = JvmProcess.start(() -> {});
    process.close();
    assertThat(process.exitStatus()).contains(new ExitStatus.Exited(0));
    assertThat(Leftovers.isRunning(process.pid())).isFalse();
  }

  @Test
  void closeOfAnInterruptedThreadTerminatesTheChild() throws InterruptedException {
    Board board = Board.in(folder);
    JvmProcess process = waiting(board, "up").start();
    board.await("up");
    AtomicReference<Boolean> flag = new AtomicReference<>();
    Thread closer =
        Thread.ofPlatform()
            .start(() -> {
              process.close();
              flag.set(Thread.currentThread().isInterrupted());
            });
    closer.interrupt();
    assertThat(closer.join(Delays.PATIENT)).isTrue();
    assertThat(flag.get()).isTrue();
    assertThat(process.exitStatus()).contains(new ExitStatus.Killed(15, "SIGTERM"));
  }

  @Test
  void joinCanBeInterruptedAndTheChildGoesOn() throws InterruptedException {
    Board board = Board.in(folder);
    try (JvmProcess process = waiting(board, "up").start()) {
      for (Thread.Builder kind : List.of(Thread.ofPlatform(), Thread.ofVirtual())) {
        CompletableFuture<Void> joining = new CompletableFuture<>();
        Thread joiner =
            kind.start(() -> {
              try {
                process.join();
                joining.complete(null);
              } catch (InterruptedException e) {
                joining.completeExceptionally(e);
              }
            });
        joiner.interrupt();
        assertThatThrownBy(() -> joining.get(Delays.PATIENT.toMillis(), TimeUnit.MILLISECONDS))
            .hasCauseInstanceOf(InterruptedException.class);
      }
      assertThat(process.isAlive()).isTrue();
      process.kill();
    }
  }

  @Test
  void onExitCompletesOnceAndCannotDisturbTheChild() throws Exception {
    Board board = Board.in(folder);
    try (JvmProcess process = waiting(board, "up").start()) {
      CompletableFuture<ExitStatus> exit = process.onExit();
      assertThat(exit.isDone()).isFalse();
      process.onExit().cancel(true);
      process.onExit().complete(new ExitStatus.Exited(77));
      assertThat(process.isAlive()).isTrue();
      process.kill();
      assertThat(exit.get(Delays.PATIENT.toMillis(), TimeUnit.MILLISECONDS))
          .isEqualTo(new ExitStatus.Killed(9, "SIGKILL"));
    }
  }

  @Test
  void saysWhatItIs() throws InterruptedException {
    JvmProcess process = JvmProcess.builder().name("worker").target(() -> {}).build();
    assertThat(process.toString()).contains("name=worker", "initial");
    process.start();
    assertThat(process.toString()).contains("pid=" + process.pid());
    process.join();
    assertThat(process.toString()).contains("ended", "Exited");
  }

  @Test
  void cpuCountIsAtLeastOne() {
    assertThat(CpuBudget.detect().processors()).isPositive();
  }

  @Test
  void leavesNoZombie() throws InterruptedException {
    for (int i = 0; i < 3; i++) {
      JvmProcess process = JvmProcess.start(() -> {});
      process.onExit().join();
      assertThat(Leftovers.zombies()).isEmpty();
      process.join();
    }
  }

  @Test
  void twentyAtOnceAllEndWell() throws InterruptedException {
    Board board = Board.in(folder);
    List<JvmProcess> processes = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      int number = i;
      processes.add(JvmProcess.start(() -> board.post("child" + number, number)));
    }
    for (JvmProcess process : processes) {
      process.join();
      assertThat(process.exitStatus()).contains(new ExitStatus.Exited(0));
    }
    assertThat(board.all("child")).hasSize(20);
  }

  @Test
  void manyTerminatedAtOnceAllSaySo() throws InterruptedException {
    Board board = Board.in(folder);
    List<JvmProcess> processes = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      processes.add(waiting(board, "up" + i).start());
    }
    board.await("up", 5);
    processes.forEach(JvmProcess::terminate);
    for (JvmProcess process : processes) {
      process.join();
      assertThat(process.exitStatus()).contains(new ExitStatus.Killed(15, "SIGTERM"));
    }
  }
}
