package dev.brood.system.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brood.pool.ProcessPoolExecutor;
import dev.brood.system.support.Board;
import dev.brood.system.support.Delays;
import dev.brood.system.support.Waits;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Executors over threads of this JVM. */
class ThreadExecutorTest implements ExecutorCalls, ExecutorFutures, ExecutorMaps, ExecutorEnding {
  @Override
  public ProcessPoolExecutor.Builder executors() {
    return ProcessPoolExecutor.builder().inThisJvm();
  }

  @Test
  void anIdleThreadIsUsedBeforeAnotherIsStarted() {
    try (ProcessPoolExecutor executor = executor(4)) {
      Set<String> names = new HashSet<>();
      for (int i = 0; i < 3; i++) {
        names.add(executor.submit(() -> Thread.currentThread().getName()).join());
      }
      assertThat(names).hasSize(1);
      assertThat(executor.stats().started()).isEqualTo(1);
    }
  }

  @Test
  void itsThreadsEndWithIt(@TempDir Path folder) throws Exception {
    Board board = Board.in(folder);
    ProcessPoolExecutor executor = executor(3);
    List<CompletableFuture<Thread>> futures = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      futures.add(executor.submit(() -> occupy(board)));
    }
    board.await("running", 3);
    executor.shutdown();
    board.post("go", "");
    assertThat(executor.awaitTermination(Delays.PATIENT.toMillis(), TimeUnit.MILLISECONDS))
        .isTrue();
    assertThat(futures).extracting(CompletableFuture::join).doesNotHaveDuplicates();
    for (CompletableFuture<Thread> each : futures) {
      assertThat(each.join().join(Delays.PATIENT)).isTrue();
    }
  }

  private static Thread occupy(Board board) {
    board.add("running", "");
    board.await("go");
    return Thread.currentThread();
  }

  @Test
  void theThreadsOfAForgottenOneEndWhenTheirWorkIsDone(@TempDir Path folder) {
    Board board = Board.in(folder);
    List<CompletableFuture<Thread>> futures = forgotten(board);
    board.await("running", 2);
    Waits.until(
        "the threads end",
        () -> {
          System.gc();
          board.post("go", "");
          return futures.stream().allMatch(each -> each.isDone() && !each.join().isAlive());
        });
  }

  @SuppressWarnings("resource")
  private List<CompletableFuture<Thread>> forgotten(Board board) {
    ProcessPoolExecutor executor = executor(2);
    return List.of(
        executor.submit(() -> occupy(board)),
        executor.submit(() -> occupy(board)),
        executor.submit(() -> occupy(board)));
  }
}
