package dev.brood.system.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brood.exception.BrokenPoolException;
import dev.brood.exception.NotReceivableException;
import dev.brood.exception.WorkerDiedException;
import dev.brood.function.SerializableFunction;
import dev.brood.jvm.JvmOptions;
import dev.brood.jvm.Stdio;
import dev.brood.pool.MapOptions;
import dev.brood.pool.Outcome;
import dev.brood.pool.Outcome.Crashed;
import dev.brood.pool.Outcome.Failed;
import dev.brood.pool.Outcome.Lost;
import dev.brood.pool.Outcome.Succeeded;
import dev.brood.pool.Pool;
import dev.brood.pool.Retries;
import dev.brood.pool.TaskOptions;
import dev.brood.system.support.Board;
import dev.brood.system.support.Waits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Heaps that fill up, and deaths in such numbers that a pool gives up: everything is answered. */
abstract class StormContract {

  @TempDir Path folder;

  /** Returns a builder of pools with the transport in question. */
  abstract Pool.Builder builder();

  private Pool.Builder quiet() {
    return builder()
        .workers(2)
        .stdio(Stdio.listener((source, line) -> {}))
        .jvm(JvmOptions.defaults().withHeap("48m"));
  }

  // --- Full heaps ---

  /** What a task of a test has left behind, in a worker. */
  private static final List<byte[]> LEFT = new ArrayList<>();

  private static void fillForGood(int block) {
    while (LEFT.size() < 100_000_000 / block) {
      LEFT.add(new byte[block]);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1_000, 100_000, 3_000_000})
  void anItemThatLeavesTheHeapFullFailsAloneInItsChunk(int block) {
    try (Pool pool = quiet().workers(1).build()) {
      List<Outcome<Integer>> outcomes =
          pool.mapOutcomes(
              number -> {
                if (number == 2) {
                  fillForGood(block);
                }
                return new byte[4_000_000].length + number;
              },
              PoolTasks.upTo(100),
              MapOptions.chunk(100));
      for (int i = 0; i < 100; i++) {
        if (i == 2) {
          assertThat(outcomes.get(i))
              .isInstanceOfSatisfying(
                  Failed.class,
                  failed -> {
                    assertThat(failed.cause()).isInstanceOf(OutOfMemoryError.class);
                    assertThat(failed.index()).isEqualTo(2);
                  });
        } else {
          assertThat(outcomes.get(i)).isEqualTo(new Succeeded<>(4_000_000 + i, i));
        }
      }
      assertThat(pool.stats().died()).isZero();
      assertThat(pool.stats().recycled()).isEqualTo(1);
    }
  }

  @Test
  void manyItemsThatFillTheirHeapsDoNotBreakThePool() {
    try (Pool pool = quiet().build()) {
      List<Outcome<Integer>> outcomes =
          pool.mapOutcomes(
              number -> {
                if (number % 2 == 1) {
                  Crash.exhaust();
                }
                return number;
              },
              PoolTasks.upTo(50),
              MapOptions.chunk(5));
      for (int i = 0; i < 50; i++) {
        if (i % 2 == 1) {
          assertThat(outcomes.get(i).failure()).isInstanceOf(OutOfMemoryError.class);
        } else {
          assertThat(outcomes.get(i)).isEqualTo(new Succeeded<>(i, i));
        }
      }
      assertThat(pool.stats().died()).isZero();
    }
  }

  // --- The breaker ---

  @Test
  void aStormOfDeathsBreaksThePoolAndAllIsAnswered() {
    try (Pool pool = quiet().restartLimit(5, Duration.ofMinutes(1)).build()) {
      int items = 60;
      List<Outcome<Integer>> outcomes =
          pool.mapOutcomes(
              number -> {
                if (number >= 10) {
                  Runtime.getRuntime().halt(9);
                }
                return number;
              },
              PoolTasks.upTo(items),
              MapOptions.chunk(5));
      List<Outcome<Integer>> crashed = outcomes.stream().filter(Crashed.class::isInstance).toList();
      List<Outcome<Integer>> lost = outcomes.stream().filter(Lost.class::isInstance).toList();
      assertThat(outcomes).hasSize(items);
      assertThat(outcomes.stream().filter(Outcome::succeeded)).hasSize(10);
      assertThat(crashed).hasSizeBetween(5, 6);
      assertThat(10 + crashed.size() + lost.size()).isEqualTo(items);
      for (int i = 0; i < items; i++) {
        assertThat(outcomes.get(i).index()).isEqualTo(i);
      }
      assertThat(lost)
          .allSatisfy(each ->
              assertThat(each.failure())
                  .hasStackTraceContaining("restartLimit")
                  .hasRootCauseInstanceOf(WorkerDiedException.class));
      assertThatThrownBy(() -> pool.mapOutcomes(PoolTasks::square, PoolTasks.upTo(3)))
          .isInstanceOfAny(BrokenPoolException.class, RejectedExecutionException.class);
      assertThatExceptionOfType(BrokenPoolException.class)
          .isThrownBy(() -> pool.apply(PoolTasks::square, 3));
    }
  }

  @Test
  void aTaskThatRunsWhenThePoolBreaksIsLost() {
    Board board = Board.in(folder);
    try (Pool pool = quiet().restartLimit(1, Duration.ofMinutes(1)).build()) {
      CompletableFuture<Integer> running =
          pool.applyAsync(() -> {
            board.postFirst("runs");
            return Waits.untilInterrupted(1);
          });
      Waits.until("it runs", () -> board.has("runs"));
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(() -> pool.apply(StormContract::halt))
            .isInstanceOf(WorkerDiedException.class);
      }
      Waits.until("its end", running::isDone);
      assertThat(Outcome.of(running)).isInstanceOf(Lost.class);
    }
  }

  private static int halt() {
    Runtime.getRuntime().halt(9);
    return 0;
  }

  @Test
  void oneKillerAmongVeryManyQuickItems() {
    int items = 140_000;
    int killer = 77_777;
    try (Pool pool = quiet().build()) {
      List<Outcome<Integer>> outcomes =
          pool.mapOutcomes(
              number -> {
                if (number == killer) {
                  Runtime.getRuntime().halt(9);
                }
                return number;
              },
              PoolTasks.upTo(items));
      assertThat(outcomes.get(killer))
          .isInstanceOfSatisfying(
              Crashed.class, crashed -> assertThat(crashed.index()).isEqualTo(killer));
      for (int i = 0; i < items; i++) {
        if (i != killer && !outcomes.get(i).equals(new Succeeded<>(i, i))) {
          assertThat(outcomes.get(i)).isEqualTo(new Succeeded<>(i, i));
        }
      }
    }
  }

  @Test
  void aDeathInAPoolOfTheTaskIsAFailureOfTheTask() {
    try (Pool pool = quiet().workers(1).build()) {
      List<Outcome<Integer>> outcomes =
          pool.mapOutcomes(
              number -> {
                try (Pool inner = Pool.of(1)) {
                  return number == 1 ? inner.apply(StormContract::halt) : number;
                }
              },
              PoolTasks.upTo(3),
              MapOptions.chunk(3)
                  .withTask(TaskOptions.defaults().withRetries(Retries.onWorkerDeath(5))));
      long worker = pool.workerPids().getFirst();
      assertThat(outcomes.get(1))
          .isInstanceOfSatisfying(
              Failed.class,
              failed -> {
                assertThat(failed.task().pid()).isEqualTo(worker);
                assertThat(failed.cause())
                    .isInstanceOfSatisfying(
                        WorkerDiedException.class,
                        inner -> assertThat(inner.pid()).isNotEqualTo(worker))
                    .hasNoSuppressedExceptions();
              });
      assertThat(outcomes.get(0)).isEqualTo(new Succeeded<>(0, 0));
      assertThat(outcomes.get(2)).isEqualTo(new Succeeded<>(2, 2));
      assertThat(pool.stats().died()).isZero();
    }
  }

  @Test
  void aFunctionTooLargeForTheWorkersHeapFailsItsCallsOnly() {
    long[] large = new long[12_000_000];
    SerializableFunction<Integer, Long> function = number -> number + large[number];
    try (Pool pool = quiet().build()) {
      assertThatExceptionOfType(NotReceivableException.class)
          .isThrownBy(() -> pool.map(function, PoolTasks.upTo(100)))
          .withMessageContaining("too large for the worker's heap");
      List<Outcome<Long>> outcomes =
          pool.mapOutcomes(function, PoolTasks.upTo(100), MapOptions.chunk(1));
      assertThat(outcomes).hasSize(100);
      assertThat(outcomes)
          .allSatisfy(
              outcome -> assertThat(outcome.failure()).isInstanceOf(NotReceivableException.class));
      assertThat(pool.map(PoolTasks::square, PoolTasks.upTo(50))).hasSize(50);
    }
  }

  @Test
  void anArgumentTooLargeForTheWorkerFailsItsTaskOnly() {
    List<byte[]> items = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      items.add(new byte[i == 2 ? 100_000_000 : 100]);
    }
    try (Pool pool = quiet().build()) {
      List<Outcome<Integer>> outcomes =
          pool.mapOutcomes(bytes -> bytes.length, items, MapOptions.chunk(3));
      for (int i = 0; i < 6; i++) {
        if (i == 2) {
          assertThat(outcomes.get(i))
              .isInstanceOfSatisfying(
                  Failed.class,
                  failed ->
                      assertThat(failed.cause())
                          .isInstanceOf(NotReceivableException.class)
                          .hasMessageContaining("too large"));
        } else {
          assertThat(outcomes.get(i)).isEqualTo(new Succeeded<>(100, i));
        }
      }
    }
  }
}
