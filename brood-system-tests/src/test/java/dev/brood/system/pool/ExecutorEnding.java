package dev.brood.system.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.brood.pool.ProcessPoolExecutor;
import dev.brood.process.CpuBudget;
import dev.brood.system.support.Board;
import dev.brood.system.support.Delays;
import dev.brood.system.support.Waits;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How an executor ends, and what becomes of its tasks. */
interface ExecutorEnding extends ExecutorPlace {

  @Test
  default void takesNoTasksAfterShutdown() throws Exception {
    ProcessPoolExecutor executor = executor(1);
    assertThat(executor.isShutdown()).isFalse();
    executor.shutdown();
    assertThat(executor.isShutdown()).isTrue();
    List<Runnable> calls =
        List.of(
            () -> executor.submit(() -> 1).join(),
            () -> executor.submit(PoolTasks::square, 1).join(),
            () -> executor.execute(() -> {}),
            () -> executor.map(PoolTasks::square, List.of(1)));
    for (Runnable call : calls) {
      assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(call::run);
    }
    assertThatExceptionOfType(RejectedExecutionException.class)
        .isThrownBy(() -> executor.invokeAll(List.of(() -> 1)));
    assertThat(executor.awaitTermination(Delays.PATIENT.toMillis(), TimeUnit.MILLISECONDS))
        .isTrue();
    assertThat(executor.isTerminated()).isTrue();
    executor.close();
    executor.shutdown();
    assertThat(executor.shutdownNow()).isEmpty();
  }

  @Test
  default void shutdownDoesNotWaitAndWhatWasSubmittedIsDone(@TempDir Path folder) throws Exception {
    Board board = Board.in(folder);
    ProcessPoolExecutor executor = executor(2);
    List<CompletableFuture<String>> futures = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      futures.add(executor.submit(() -> board.await("go")));
    }
    executor.shutdown();
    assertThat(executor.awaitTermination(1, TimeUnit.MILLISECONDS)).isFalse();
    assertThat(executor.isTerminated()).isFalse();
    board.post("go", "done");
    assertThat(executor.awaitTermination(Delays.PATIENT.toMillis(), TimeUnit.MILLISECONDS))
        .isTrue();
    assertThat(futures).allMatch(each -> each.resultNow().equals("done"));
  }

  @Test
  default void shutdownNowCancelsWhatWaitsAndStopsWhatRuns(@TempDir Path folder) throws Exception {
    Board board = Board.in(folder);
    ProcessPoolExecutor executor = executor(2);
    List<CompletableFuture<String>> futures = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      futures.add(
          executor.submit(() -> {
            board.add("running", "");
            return board.await("never");
          }));
    }
    board.await("running", 2);
    assertThat(executor.shutdownNow()).isEmpty();
    assertThat(executor.awaitTermination(Delays.PATIENT.toMillis(), TimeUnit.MILLISECONDS))
        .isTrue();
    assertThat(futures).extracting(Future::state).containsOnly(Future.State.CANCELLED);
  }

  @Test
  default void takesNoTasksAfterShutdownNowThoughWorkersLive(@TempDir Path folder)
      throws Exception {
    Board board = Board.in(folder);
    ProcessPoolExecutor executor = executor(1);
    CompletableFuture<String> running =
        executor.submit(() -> {
          board.post("running", "");
          return board.await("never");
        });
    board.await("running");
    assertThat(executor.shutdownNow()).isEmpty();
    assertThatExceptionOfType(RejectedExecutionException.class)
        .isThrownBy(() -> executor.submit(() -> 1));
    assertThatExceptionOfType(RejectedExecutionException.class)
        .isThrownBy(() -> executor.execute(() -> {}));
    assertThat(executor.awaitTermination(Delays.PATIENT.toMillis(), TimeUnit.MILLISECONDS))
        .isTrue();
    assertThat(running.isCancelled()).isTrue();
  }

  @Test
  default void shutdownNowEndsOneThatHasDoneNothing() throws Exception {
    ProcessPoolExecutor executor = executor(2);
    assertThat(executor.stats().started()).isZero();
    assertThat(executor.shutdownNow()).isEmpty();
    assertThat(executor.isShutdown()).isTrue();
    assertThat(executor.awaitTermination(Delays.PATIENT.toMillis(), TimeUnit.MILLISECONDS))
        .isTrue();
  }

  @Test
  default void cancellingAllThenClosingEnds(@TempDir Path folder) {
    Board board = Board.in(folder);
    try (ProcessPoolExecutor executor = executor(1)) {
      List<CompletableFuture<String>> futures = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        futures.add(executor.submit(() -> board.await("never")));
      }
      futures.forEach(each -> assertThat(each.cancel(true)).isTrue());
    }
  }

  @Test
  default void hasMoreOrFewerWorkersWhileTasksRun(@TempDir Path folder) {
    Board board = Board.in(folder);
    try (ProcessPoolExecutor executor = executor(1)) {
      List<CompletableFuture<String>> futures = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        futures.add(
            executor.submit(() -> {
              board.add("running", "");
              return board.await("go");
            }));
      }
      board.await("running", 1);
      executor.resize(3);
      assertThat(executor.pool().workers()).isEqualTo(3);
      board.await("running", 3);
      executor.resize(1);
      board.post("go", "done");
      assertThat(futures).allMatch(each -> each.join().equals("done"));
      Waits.until("one worker is left", () -> executor.stats().workers().size() == 1);
      assertThat(executor.submit(() -> 1).join()).isEqualTo(1);
      assertThat(executor.stats().started()).isEqualTo(3);
      assertThatIllegalArgumentException().isThrownBy(() -> executor.resize(0));
    }
  }

  @Test
  default void sizesAreChecked() {
    assertThatIllegalArgumentException().isThrownBy(() -> ProcessPoolExecutor.of(0));
    assertThatIllegalArgumentException().isThrownBy(() -> ProcessPoolExecutor.of(-1));
    assertThatIllegalArgumentException().isThrownBy(() -> executors().workers(0));
    assertThatIllegalArgumentException().isThrownBy(() -> ProcessPoolExecutor.shared(0));
  }

  @Test
  default void hasAsManyWorkersAsProcessorsByDefault() {
    try (ProcessPoolExecutor executor = executors().build()) {
      assertThat(executor.pool().workers()).isEqualTo(CpuBudget.detect().processors());
    }
  }

  @Test
  default void threadsAndWorkersCarryTheName() {
    try (ProcessPoolExecutor executor = executors().workers(1).name("hive").build()) {
      assertThat(executor.toString()).isEqualTo("ProcessPoolExecutor[name=hive, workers=1]");
      var _ = executor.submit(() -> 1).join();
      assertThat(Thread.getAllStackTraces().keySet())
          .extracting(Thread::getName)
          .anyMatch(name -> name.contains("hive"));
    }
    try (ProcessPoolExecutor executor = executor(1)) {
      assertThat(executor.pool().name()).matches("pool-\\d+");
    }
  }
}
