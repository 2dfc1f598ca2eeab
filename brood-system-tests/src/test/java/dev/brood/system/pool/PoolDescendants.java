package dev.brood.system.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.brood.exception.TaskTimeoutException;
import dev.brood.exception.WorkerDiedException;
import dev.brood.pool.Pool;
import dev.brood.pool.TaskOptions;
import dev.brood.system.support.Board;
import dev.brood.system.support.Delays;
import dev.brood.system.support.Leftovers;
import dev.brood.system.support.Waits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of the plain processes that tasks have started, however their worker ends. */
interface PoolDescendants extends PoolPlace {

  /** What a task does when it has started its process. */
  enum Then {
    /** Uses a core; its worker ends when it is asked to. */
    SPIN {
      @Override
      int go() {
        Waits.spin();
        return 0;
      }
    },
    /** Ends its worker by itself, without hooks. */
    HALT {
      @Override
      int go() {
        Runtime.getRuntime().halt(7);
        return 0;
      }
    },
    /** Ends its worker by itself, with hooks. */
    EXIT {
      @Override
      int go() {
        System.exit(7);
        return 0;
      }
    },
    /** Is killed from outside. */
    KILLED {
      @Override
      int go() {
        sendKill();
        return Waits.untilInterrupted(0);
      }
    },
    /** Leaves its process alone. */
    RETURN {
      @Override
      int go() {
        return 1;
      }
    };

    abstract int go();
  }

  private static void sendKill() {
    run("kill", "-KILL", Long.toString(PoolTasks.pid()));
  }

  private static Process run(String... command) {
    try {
      return new ProcessBuilder(command).start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts two processes, one of them with another parent than the worker. */
  private static int task(Board board, Then then) {
    run("sh", "-c", "sleep 600 & echo $! > " + board.folder() + "/far.new; exec sleep 0.01");
    Path far = Path.of(board.folder(), "far");
    Waits.until("a grandchild", () -> moved(Path.of(board.folder(), "far.new"), far));
    board.post("near", run("sleep", "600").pid());
    return then.go();
  }

  private static boolean moved(Path from, Path to) {
    return from.toFile().length() > 0 && from.toFile().renameTo(to.toFile());
  }

  private static List<Long> started(Board board) {
    long near = board.awaitLong("near");
    long far = Long.parseLong(board.await("far").strip());
    return List.of(near, far);
  }

  private static void assertGone(Board board) {
    for (long pid : started(board)) {
      boolean gone = Waits.within(Delays.PROMPT, () -> !Leftovers.isRunning(pid));
      ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
      assertThat(gone).as("pid=" + pid + " is gone").isTrue();
    }
  }

  @Test
  default void theProcessesOfATaskThatIsLateEndWithItsWorker(@TempDir Path folder) {
    Board board = Board.in(folder);
    try (Pool pool = builder().workers(1).build()) {
      TaskOptions limit = TaskOptions.defaults().withTimeout(Duration.ofSeconds(2));
      assertThatExceptionOfType(TaskTimeoutException.class)
          .isThrownBy(() -> pool.apply(() -> task(board, Then.SPIN), limit));
      assertGone(board);
      assertThat(pool.stats().evicted()).isEqualTo(1);
    }
  }

  @Test
  default void theProcessesOfATaskThatIsCancelledEndWithItsWorker(@TempDir Path folder) {
    Board board = Board.in(folder);
    try (Pool pool = builder().workers(1).build()) {
      CompletableFuture<Integer> future = pool.applyAsync(() -> task(board, Then.SPIN));
      started(board);
      assertThat(future.cancel(true)).isTrue();
      assertGone(board);
    }
  }

  @Test
  default void nothingThatTasksHaveStartedOutlivesShutdownNow(@TempDir Path folder)
      throws Exception {
    Board board = Board.in(folder);
    Pool pool = builder().workers(1).build();
    CompletableFuture<Integer> future = pool.applyAsync(() -> task(board, Then.SPIN));
    started(board);
    pool.shutdownNow();
    assertThat(pool.awaitTermination(Delays.PATIENT)).isTrue();
    assertThat(future).isCompletedExceptionally();
    assertGone(board);
  }

  @ParameterizedTest
  @EnumSource(names = {"HALT", "EXIT", "KILLED"})
  default void theProcessesOfAWorkerThatDiesEndWithIt(Then then, @TempDir Path folder) {
    Board board = Board.in(folder);
    try (Pool pool = builder().workers(1).build()) {
      CompletableFuture<Integer> future = pool.applyAsync(() -> task(board, then));
      assertThatExceptionOfType(ExecutionException.class)
          .isThrownBy(() -> PoolTasks.get(future))
          .withCauseInstanceOf(WorkerDiedException.class);
      assertGone(board);
    }
  }

  @Test
  default void whenAPoolIsClosedNothingRunsThatItsTasksHaveStarted(@TempDir Path folder) {
    Board board = Board.in(folder);
    try (Pool pool = builder().workers(1).build()) {
      assertThat(pool.<Integer>apply(() -> task(board, Then.RETURN))).isEqualTo(1);
      assertThat(started(board)).allMatch(Leftovers::isRunning);
    }
    assertThat(started(board)).noneMatch(Leftovers::isRunning);
    assertGone(board);
  }

  @Test
  default void aProcessWithoutTheVariableOutlivesItsWorker() {
    long pid;
    try (Pool pool = builder().workers(1).build()) {
      pid =
          pool.apply(() -> {
            ProcessBuilder sleep = new ProcessBuilder("sleep", "600");
            assertThat(sleep.environment().remove("BROOD_CHILD")).isNotNull();
            return sleep.start().pid();
          });
    }
    assertThat(Leftovers.isRunning(pid)).isTrue();
    ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    Waits.until("it is gone", () -> !Leftovers.isRunning(pid));
  }
}
