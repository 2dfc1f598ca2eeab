package dev.brood.system.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.brood.exception.TaskTimeoutException;
import dev.brood.pool.MapOptions;
import dev.brood.pool.Pool;
import dev.brood.pool.PoolStats;
import dev.brood.pool.PoolStats.Activity;
import dev.brood.pool.PoolStats.EndCause;
import dev.brood.pool.TaskContext;
import dev.brood.pool.TaskOptions;
import dev.brood.system.support.Board;
import dev.brood.system.support.Delays;
import dev.brood.system.support.Waits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a pool says of itself. */
interface PoolNumbers extends PoolPlace {

  @Test
  default void whileTasksRunAndOthersWaitTheNumbersSaySo(@TempDir Path folder) throws Exception {
    Board board = Board.in(folder);
    try (Pool pool = builder().workers(2).exitHook(() -> 1).build()) {
      List<CompletableFuture<String>> all = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        all.add(
            pool.applyAsync(() -> {
              board.add("running", "");
              return board.await("go");
            }));
      }
      board.await("running", 2);
      for (int i = 0; i < 5; i++) {
        all.add(pool.applyAsync(() -> board.await("go")));
      }
      Waits.within(Delays.WATCH, () -> false);
      PoolStats stats = pool.stats();
      assertThat(stats.size()).isEqualTo(2);
      assertThat(stats.waiting()).isEqualTo(5);
      assertThat(stats.submitted()).isEqualTo(7);
      assertThat(stats.answered()).isZero();
      assertThat(stats.ends()).isEmpty();
      assertThat(stats.lastDeaths()).isEmpty();
      assertThat(stats.workers())
          .hasSize(2)
          .allMatch(worker -> worker.activity() == Activity.BUSY)
          .allMatch(worker -> worker.owes() == 1 && worker.tasks() == 0)
          .allMatch(worker -> worker.age().compareTo(Delays.WATCH) >= 0)
          .allMatch(worker -> worker.pid() > 0 == worker.residentBytes() > 0);
      board.post("go", "");
      for (CompletableFuture<String> each : all) {
        PoolTasks.get(each);
      }
      Waits.until("all are idle", () -> activities(pool).equals(List.of("IDLE", "IDLE")));
      stats = pool.stats();
      assertThat(stats.waiting()).isZero();
      assertThat(stats.answered()).isEqualTo(7);
      assertThat(stats.workers().stream().mapToLong(PoolStats.Worker::tasks).sum()).isEqualTo(7);
      // To an eighth; most have waited for all the time of the watch.
      assertThat(stats.waitTime().p50()).isGreaterThan(Delays.WATCH.dividedBy(2));
      assertThat(stats.runTime().p99()).isGreaterThan(Delays.WATCH.dividedBy(2));
    }
  }

  private static List<String> activities(Pool pool) {
    return pool.stats().workers().stream().map(worker -> worker.activity().name()).toList();
  }

  @Test
  default void whoHasDoneItsNumberOfTasksIsReplaced() {
    try (Pool pool = builder().workers(1).maxTasksPerWorker(3).initializer(() -> {}).build()) {
      List<Integer> workers = new ArrayList<>();
      for (int i = 0; i < 7; i++) {
        workers.add(pool.apply(() -> TaskContext.current().worker()));
      }
      assertThat(workers).containsExactly(1, 1, 1, 2, 2, 2, 3);
      assertThat(pool.stats().ends()).containsExactly(Map.entry(EndCause.TASKS, 2L));
      assertThat(pool.stats().answered()).isEqualTo(7);
    }
  }

  @Test
  default void theSuccessorIsThereBeforeAnOldWorkerIsDone(@TempDir Path folder) throws Exception {
    Board board = Board.in(folder);
    try (Pool pool = builder().workers(1).maxWorkerAge(Duration.ofSeconds(1)).build()) {
      CompletableFuture<Integer> old =
          pool.applyAsync(() -> {
            board.post("running", "");
            board.await("go");
            return TaskContext.current().worker();
          });
      board.await("running");
      int first = pool.stats().workers().getFirst().number();
      Waits.until("two that are up", () -> isUpBeside(pool, first));
      assertThat(pool.stats().ended(EndCause.AGE)).isPositive();
      assertThat(old).isNotDone();
      board.post("go", "");
      assertThat(PoolTasks.get(old)).isEqualTo(first);
      assertThat(pool.<Integer>apply(() -> TaskContext.current().worker())).isGreaterThan(first);
    }
  }

  private static boolean isUpBeside(Pool pool, int first) {
    List<PoolStats.Worker> workers = pool.stats().workers();
    return workers.stream().anyMatch(w -> w.number() == first && w.activity() == Activity.BUSY)
        && workers.stream().anyMatch(w -> w.number() != first && w.activity() == Activity.IDLE);
  }

  @Test
  default void whyWorkersEndIsCounted() {
    try (Pool pool =
        builder()
            .workers(3)
            .interruptGrace(Duration.ofMillis(50))
            .idleTimeout(Delays.PROMPT)
            .build()) {
      assertThat(pool.map(PoolTasks::square, PoolTasks.upTo(9), MapOptions.chunk(1))).hasSize(9);
      Waits.until("three idle", () -> activities(pool).equals(List.of("IDLE", "IDLE", "IDLE")));
      pool.resize(1);
      Waits.until("one left", () -> pool.stats().workers().size() == 1);
      assertThat(pool.stats().ends()).containsExactly(Map.entry(EndCause.RESIZED, 2L));
      TaskOptions limit = TaskOptions.defaults().withTimeout(Duration.ofMillis(100));
      assertThatExceptionOfType(TaskTimeoutException.class)
          .isThrownBy(() -> pool.apply(PoolLimits.Dawdling.SPINS::dawdle, limit));
      Waits.until("evicted", () -> pool.stats().evicted() == 1);
      Waits.until("nobody left", () -> pool.stats().workers().isEmpty());
      assertThat(pool.stats().ends())
          .containsOnly(
              Map.entry(EndCause.RESIZED, 2L),
              Map.entry(EndCause.EVICTED, 1L),
              Map.entry(EndCause.IDLE, 1L));
    }
  }
}
