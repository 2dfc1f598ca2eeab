package dev.brood.system.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.brood.exception.BrokenPoolException;
import dev.brood.exception.NotSendableException;
import dev.brood.exception.ProcessStartException;
import dev.brood.exception.WorkerDiedException;
import dev.brood.jvm.JvmOptions;
import dev.brood.pool.Outcome;
import dev.brood.pool.ProcessPoolExecutor;
import dev.brood.pool.QuarantinedTask;
import dev.brood.pool.Retries;
import dev.brood.system.program.SubmitAtExit;
import dev.brood.system.support.Board;
import dev.brood.system.support.Delays;
import dev.brood.system.support.Leftovers;
import dev.brood.system.support.Lines;
import dev.brood.system.support.OwnerJvm;
import dev.brood.system.support.Waits;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What holds for executors whose workers are JVMs. */
interface ExecutorWorkers extends ExecutorPlace {

  @Test
  default void asManyWorkersAsAllowedAndNoMore(@TempDir Path folder) {
    Board board = Board.in(folder);
    try (ProcessPoolExecutor executor = executor(3)) {
      List<CompletableFuture<String>> futures = new ArrayList<>();
      for (int i = 0; i < 15 * 3; i++) {
        futures.add(
            executor.submit(() -> {
              board.add("running", PoolTasks.pid());
              return board.await("go");
            }));
      }
      assertThat(new HashSet<>(board.await("running", 3))).hasSize(3);
      assertThat(executor.pool().workerPids()).hasSize(3);
      board.post("go", "");
      futures.forEach(CompletableFuture::join);
      assertThat(executor.stats().started()).isEqualTo(3);
    }
  }

  @Test
  default void anIdleWorkerIsUsedBeforeAnotherIsStarted() {
    try (ProcessPoolExecutor executor = executor(4)) {
      Set<Long> pids = new HashSet<>();
      for (int i = 0; i < 3; i++) {
        pids.add(executor.submit(PoolTasks::pid).join());
      }
      assertThat(pids).hasSize(1);
      assertThat(executor.pool().workerPids()).hasSize(1);
    }
  }

  @Test
  default void workersAreReplacedAfterSoManyTasksAlsoWithABacklog() {
    try (ProcessPoolExecutor executor = executors().workers(2).maxTasksPerWorker(2).build()) {
      List<CompletableFuture<Long>> futures = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        futures.add(executor.submit(PoolTasks::pid));
      }
      Set<Long> pids = new HashSet<>();
      futures.forEach(each -> pids.add(each.join()));
      assertThat(pids).hasSizeGreaterThanOrEqualTo(4);
    }
  }

  @Test
  default void replacementGoesOnAfterShutdown() {
    List<CompletableFuture<Integer>> futures = new ArrayList<>();
    ProcessPoolExecutor executor = executors().workers(2).maxTasksPerWorker(1).build();
    for (int i = 0; i < 6; i++) {
      futures.add(executor.submit(PoolTasks::square, i));
    }
    CompletableFuture<Integer> failing = executor.submit(PoolTasks::failOn13, 13);
    executor.shutdown();
    executor.close();
    assertThat(futures).extracting(Future::resultNow).containsExactly(0, 1, 4, 9, 16, 25);
    assertThat(failing.exceptionNow()).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  default void aKilledWorkerFailsItsTaskOnly(@TempDir Path folder) {
    Board board = Board.in(folder);
    try (ProcessPoolExecutor executor = executor(1)) {
      CompletableFuture<String> victim =
          executor.submit(() -> {
            board.post("pid", PoolTasks.pid());
            return board.await("never");
          });
      CompletableFuture<Integer> next = executor.submit(() -> 1);
      ProcessHandle.of(board.awaitLong("pid")).orElseThrow().destroyForcibly();
      assertThatExceptionOfType(CompletionException.class)
          .isThrownBy(victim::join)
          .havingCause()
          .isInstanceOf(WorkerDiedException.class)
          .withMessageContaining("SIGKILL");
      assertThat(next.join()).isEqualTo(1);
    }
  }

  @Test
  default void shutdownNowDoesNotMindADeadWorker(@TempDir Path folder) throws Exception {
    Board board = Board.in(folder);
    ProcessPoolExecutor executor = executor(1);
    CompletableFuture<String> victim =
        executor.submit(() -> {
          board.post("pid", PoolTasks.pid());
          return board.await("never");
        });
    ProcessHandle worker = ProcessHandle.of(board.awaitLong("pid")).orElseThrow();
    worker.destroyForcibly();
    worker.onExit().get(Delays.PATIENT.toMillis(), TimeUnit.MILLISECONDS);
    executor.shutdownNow();
    assertThat(executor.awaitTermination(Delays.PATIENT.toMillis(), TimeUnit.MILLISECONDS))
        .isTrue();
    assertThat(victim.isCompletedExceptionally()).isTrue();
  }

  @Test
  default void shutdownNowEndsAWorkerThatIsAboutToEnd(@TempDir Path folder) throws Exception {
    Board board = Board.in(folder);
    ProcessPoolExecutor executor =
        executors()
            .workers(1)
            .maxTasksPerWorker(1)
            .exitHook(() -> {
              board.post("leaving", "");
              return Waits.untilInterrupted(0);
            })
            .build();
    long worker = executor.submit(PoolTasks::pid).join();
    board.await("leaving");
    executor.shutdownNow();
    assertThat(executor.awaitTermination(Delays.PROMPT.toMillis(), TimeUnit.MILLISECONDS)).isTrue();
    assertThat(Leftovers.isRunning(worker)).isFalse();
  }

  @Test
  default void eachFailureIsAnObjectOfItsOwn() {
    try (ProcessPoolExecutor executor = executor(2)) {
      CompletableFuture<Object> one = executor.submit(() -> halt(99));
      CompletableFuture<Object> two = executor.submit(() -> halt(99));
      Waits.until("both died", () -> one.isDone() && two.isDone());
      assertThat(one.exceptionNow()).hasMessageContaining("99").isNotSameAs(two.exceptionNow());
    }
  }

  private static Object halt(int code) {
    Runtime.getRuntime().halt(code);
    return code;
  }

  @Test
  default void aFailingInitializerFailsTheMakingOfTheExecutor() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> executors().workers(2).initializer(() -> PoolTasks.failOn13(13)).build())
        .withMessage("number=13");
  }

  @Test
  default void anInitializerThatFailsInALaterWorkerBreaksTheExecutor(@TempDir Path folder) {
    Board board = Board.in(folder);
    try (ProcessPoolExecutor executor =
        executors().workers(1).initializer(() -> failUnlessFirst(board)).build()) {
      CompletableFuture<Object> first = executor.submit(() -> halt(1));
      Waits.until("the first worker died", first::isDone);
      CompletableFuture<Integer> future = executor.submit(() -> 1);
      Waits.until("it failed", future::isDone);
      assertThat(future.exceptionNow())
          .isInstanceOf(BrokenPoolException.class)
          .hasCauseInstanceOf(IllegalArgumentException.class);
      assertThatExceptionOfType(BrokenPoolException.class)
          .isThrownBy(() -> executor.submit(() -> 1));
      assertThatExceptionOfType(BrokenPoolException.class)
          .isThrownBy(() -> executor.execute(() -> {}));
    }
  }

  private static void failUnlessFirst(Board board) {
    if (!board.postFirst("first")) {
      throw new IllegalArgumentException("no database any more");
    }
  }

  @Test
  default void anExecutorWhoseFirstWorkerCannotStartIsNotMade() {
    JvmOptions wrong = JvmOptions.defaults().withArguments("-XX:+NoSuchFlag");
    assertThatExceptionOfType(ProcessStartException.class)
        .isThrownBy(() ->
            executors()
                .workers(2)
                .jvm(wrong)
                .stdio(new Lines().stdio())
                .initializer(() -> {})
                .build())
        .withStackTraceContaining("NoSuchFlag");
  }

  @Test
  default void theInitializerHasRunBeforeEachTask(@TempDir Path folder) {
    Board board = Board.in(folder);
    try (ProcessPoolExecutor executor =
        executors().workers(2).initializer(() -> board.add("initialized", "")).build()) {
      assertThat(board.all("initialized")).as("one shows that it works").hasSize(1);
      assertThat(executor.map(x -> board.all("initialized").isEmpty(), PoolTasks.upTo(20)))
          .containsOnly(false);
    }
    assertThat(board.all("initialized").size()).isBetween(1, 2);
  }

  @Test
  default void whatCannotBeSentIsRefusedAndCloseEnds() {
    try (ProcessPoolExecutor executor = executor(1)) {
      Thread notSendable = Thread.currentThread();
      assertThatExceptionOfType(NotSendableException.class)
          .isThrownBy(() -> executor.submit(() -> notSendable.getName()));
      assertThatExceptionOfType(NotSendableException.class)
          .isThrownBy(() -> executor.execute((Runnable) () -> {}));
      assertThatExceptionOfType(NotSendableException.class)
          .isThrownBy(() -> CompletableFuture.supplyAsync(() -> 1, executor));
      assertThatExceptionOfType(NotSendableException.class)
          .isThrownBy(() ->
              new ExecutorCompletionService<Integer>(executor).submit(ExecutorCalls.task(() -> 1)));
      executor.shutdown();
    }
  }

  @Test
  default void whatIsSubmittedWhileTheProgramEndsDoesNotKeepIt(@TempDir Path folder)
      throws Exception {
    Board board = Board.in(folder);
    try (OwnerJvm owner = OwnerJvm.start(SubmitAtExit.class, board.folder())) {
      assertThat(owner.exitCode()).as(owner.error()).isZero();
      assertThat(board.has("submitted")).as("it has ended, in whatever way").isTrue();
      Waits.until("the worker ends", () -> !Leftovers.isRunning(board.awaitLong("worker")));
    }
  }

  @Test
  default void aTaskThatKillsIsKeptAndKillsAgain() {
    List<byte[]> kept = new ArrayList<>();
    List<String> words = List.of("a", "b", "kill", "d");
    int[] large = new int[50_000];
    large[49_999] = 7;
    try (ProcessPoolExecutor executor =
        executors().workers(2).retries(Retries.onWorkerDeath(1)).build()) {
      for (Outcome<Integer> each :
          executor.mapOutcomes(word -> lengthUnlessItKills(word, large), words)) {
        if (each instanceof Outcome.Crashed<Integer> crash) {
          kept.add(crash.input().orElseThrow().toBytes());
        }
      }
      assertThat(kept).hasSize(1);
      QuarantinedTask<Integer> task = QuarantinedTask.fromBytes(kept.getFirst());
      assertThat(task.index()).isEqualTo(2);
      assertThat(task.replay(executor.pool())).isInstanceOf(Outcome.Crashed.class);
      assertThat(task.replay()).isInstanceOf(Outcome.Crashed.class);
    }
  }

  /** Its large array goes beside the function. */
  private static int lengthUnlessItKills(String word, int[] large) {
    if (word.equals("kill")) {
      Runtime.getRuntime().halt(large[49_999]);
    }
    return word.length();
  }

  @Test
  default void aTaskThatKillsOnceIsReplayedWithItsResult(@TempDir Path folder) throws Exception {
    Board board = Board.in(folder);
    try (ProcessPoolExecutor executor = executor(1)) {
      CompletableFuture<String> future =
          executor.submit(
              word -> {
                if (board.postFirst("killed")) {
                  Runtime.getRuntime().halt(1);
                }
                return word + "!";
              },
              "hello");
      Waits.until("it died", future::isDone);
      WorkerDiedException died = (WorkerDiedException) future.exceptionNow();
      QuarantinedTask<String> task = QuarantinedTask.<String>of(died).orElseThrow();
      assertThat(task.replay(executor.pool()).get()).isEqualTo("hello!");
      assertThat(task.call()).isEqualTo("hello!");
    }
  }

  @Test
  default void whatIsTooLargeIsNotKept() {
    byte[] large = new byte[QuarantinedTask.MOST_BYTES];
    try (ProcessPoolExecutor executor = executor(1)) {
      CompletableFuture<Object> future = executor.submit(() -> halt(large.length));
      Waits.until("it died", future::isDone);
      assertThat(((WorkerDiedException) future.exceptionNow()).input()).isEmpty();
    }
  }
}
