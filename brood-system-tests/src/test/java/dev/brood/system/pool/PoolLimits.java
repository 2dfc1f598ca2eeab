package dev.brood.system.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.brood.exception.TaskTimeoutException;
import dev.brood.exception.TaskTimeoutException.Limit;
import dev.brood.pool.MapOptions;
import dev.brood.pool.Outcome;
import dev.brood.pool.Outcome.Succeeded;
import dev.brood.pool.Outcome.TimedOut;
import dev.brood.pool.Pool;
import dev.brood.pool.PoolStats;
import dev.brood.pool.PoolStats.Activity;
import dev.brood.pool.TaskContext;
import dev.brood.pool.TaskOptions;
import dev.brood.system.support.Board;
import dev.brood.system.support.Delays;
import dev.brood.system.support.Waits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Time limits of tasks. */
interface PoolLimits extends PoolPlace {

  Duration SHORT = Duration.ofMillis(150);

  /** Longer than a quick task takes, its worker's first one too, on a machine that is busy. */
  Duration AMPLE = Duration.ofSeconds(1);

  /** What a task does that takes too long. */
  enum Dawdling {
    /** Ends when it is interrupted. */
    SLEEPS {
      @Override
      int dawdle() {
        return Waits.untilInterrupted(1);
      }
    },
    /** Uses a core and heeds nobody. */
    SPINS {
      @Override
      int dawdle() {
        Waits.spin();
        return 1;
      }
    },
    /** Sleeps, and goes back to sleep when it is interrupted. */
    SWALLOWS {
      @Override
      int dawdle() {
        Waits.swallowInterrupts();
        return 1;
      }
    };

    abstract int dawdle();

    boolean letsGo() {
      return this == SLEEPS;
    }
  }

  private static TaskOptions limited() {
    return TaskOptions.defaults().withTimeout(SHORT).withLabel("dawdler");
  }

  @ParameterizedTest
  @EnumSource
  default void aTaskThatTakesTooLongFailsAndThePoolGoesOn(Dawdling dawdling) {
    try (Pool pool = builder().workers(1).build()) {
      int before = pool.apply(() -> TaskContext.current().worker());
      assertThatExceptionOfType(TaskTimeoutException.class)
          .isThrownBy(() -> pool.apply(() -> dawdling.dawdle(), limited()))
          .satisfies(late -> {
            assertThat(late.limit()).isEqualTo(Limit.TIMEOUT);
            assertThat(late.index()).isEqualTo(1);
            assertThat(late).hasMessageContaining("dawdler");
          });
      int after = pool.apply(() -> TaskContext.current().worker());
      assertThat(after == before).as("the worker was kept").isEqualTo(dawdling.letsGo());
      assertThat(pool.stats().evicted()).isEqualTo(dawdling.letsGo() ? 0 : 1);
    }
  }

  @ParameterizedTest
  @EnumSource
  default void onlyTheWorkerOfALateTaskIsReplaced(Dawdling dawdling, @TempDir Path folder) {
    Board board = Board.in(folder);
    try (Pool pool = builder().workers(3).build()) {
      Waits.until("three idle", () -> numbers(pool, Activity.IDLE).size() == 3);
      assertThatExceptionOfType(TaskTimeoutException.class)
          .isThrownBy(() ->
              pool.apply(
                  () -> {
                    board.post("worker", TaskContext.current().worker());
                    return dawdling.dawdle();
                  },
                  limited()));
      int late = Integer.parseInt(board.await("worker"));
      int after = dawdling.letsGo() ? late : 4;
      Waits.until("three idle", () -> numbers(pool, Activity.IDLE).size() == 3);
      Set<Integer> expected = new HashSet<>(Set.of(1, 2, 3));
      expected.remove(late);
      expected.add(after);
      Waits.until("the others", () -> numbers(pool, Activity.IDLE).equals(expected));
      assertThat(pool.stats().started()).isEqualTo(dawdling.letsGo() ? 3 : 4);
    }
  }

  private static Set<Integer> numbers(Pool pool, Activity activity) {
    return pool.stats().workers().stream()
        .filter(worker -> worker.activity() == activity)
        .map(PoolStats.Worker::number)
        .collect(Collectors.toSet());
  }

  @Test
  default void softAndStallLimitsHoldForEachItemOfAChunk() {
    TaskOptions soft = TaskOptions.defaults().withSoftTimeout(SHORT).withTimeout(Delays.PATIENT);
    TaskOptions stall = TaskOptions.defaults().withStallTimeout(AMPLE);
    try (Pool pool = builder().workers(1).build()) {
      assertThat(
              pool.map(
                  number -> number == 3 ? Waits.untilInterrupted(-1) : number,
                  PoolTasks.upTo(6),
                  MapOptions.chunk(6).withTask(soft)))
          .containsExactly(0, 1, 2, -1, 4, 5);
      List<Outcome<Integer>> outcomes =
          pool.mapOutcomes(
              number -> number == 3 ? Waits.untilInterrupted(-1) : number,
              PoolTasks.upTo(6),
              MapOptions.chunk(6).withTask(stall));
      for (int i = 0; i < 6; i++) {
        if (i == 3) {
          assertThat(outcomes.get(i))
              .isInstanceOfSatisfying(
                  TimedOut.class, late -> assertThat(late.cause().limit()).isEqualTo(Limit.STALL));
        } else {
          assertThat(outcomes.get(i)).isEqualTo(new Succeeded<>(i, i));
        }
      }
      assertThat(pool.stats().evicted()).isZero();
    }
  }

  /** Which limit a task has, and how it passes the time until it is interrupted. */
  enum Accuracy {
    HARD_ASLEEP,
    HARD_AT_WORK,
    SOFT_ASLEEP,
    SOFT_AT_WORK,
    STALL_ASLEEP,
    STALL_AT_WORK;

    TaskOptions options() {
      TaskOptions none = TaskOptions.defaults();
      return switch (this) {
        case HARD_ASLEEP, HARD_AT_WORK -> none.withTimeout(LIMIT);
        case SOFT_ASLEEP, SOFT_AT_WORK -> none.withSoftTimeout(LIMIT);
        case STALL_ASLEEP, STALL_AT_WORK -> none.withStallTimeout(LIMIT);
      };
    }

    private boolean isAtWork() {
      return this == HARD_AT_WORK || this == SOFT_AT_WORK || this == STALL_AT_WORK;
    }

    /** Posts how long it took until the interrupt came. */
    int measure(Board board) {
      long start = System.nanoTime();
      if (isAtWork()) {
        while (!Thread.interrupted()) {
          Thread.onSpinWait();
        }
      } else {
        Waits.untilInterrupted(0);
        var _ = Thread.interrupted();
      }
      board.add("nanos-", System.nanoTime() - start);
      return 0;
    }
  }

  /** What {@link Accuracy} measures; not more than it takes, there are hundreds of tasks. */
  Duration LIMIT = Duration.ofMillis(40);

  /** Of the chaos profile, which has the machine to itself: it goes by the clock. */
  @Tag("chaos")
  @ParameterizedTest
  @EnumSource
  default void limitsAreAccurate(Accuracy accuracy, @TempDir Path folder) {
    Board board = Board.in(folder);
    int single = 25;
    int together = 25;
    try (Pool pool = builder().workers(1).build()) {
      assertThat(pool.map(PoolTasks::square, PoolTasks.upTo(10))).hasSize(10);
      for (int i = 0; i < single; i++) {
        var _ =
            pool.applyAsync(() -> accuracy.measure(board), accuracy.options())
                .handle((result, failure) -> 0)
                .join();
      }
      board.await("nanos-", single);
      pool.mapOutcomes(
          number -> accuracy.measure(board),
          PoolTasks.upTo(together),
          MapOptions.chunk(together).withTask(accuracy.options()));
      List<Long> nanos =
          board.await("nanos-", single + together).stream().map(Long::valueOf).sorted().toList();
      // The median, for any single one may have had to wait for a core.
      assertThat(nanos.get(nanos.size() / 2))
          .isBetween(LIMIT.minusMillis(5).toNanos(), LIMIT.plus(Delays.LIMIT_ACCURACY).toNanos());
    }
  }

  @ParameterizedTest
  @EnumSource
  default void insideAChunkOnlyTheSlowItemFails(Dawdling dawdling, @TempDir Path folder) {
    Board board = Board.in(folder);
    int slow = 617;
    try (Pool pool = builder().workers(2).build()) {
      List<Outcome<Integer>> outcomes =
          pool.mapOutcomes(
              number -> {
                if (number == slow) {
                  board.add("slow", "");
                  return dawdling.dawdle();
                }
                return number;
              },
              PoolTasks.upTo(2_000),
              MapOptions.chunk(1_000).withTask(TaskOptions.defaults().withTimeout(AMPLE)));
      assertThat(outcomes).hasSize(2_000);
      for (int i = 0; i < 2_000; i++) {
        if (i == slow) {
          assertThat(outcomes.get(i))
              .isInstanceOfSatisfying(
                  TimedOut.class, late -> assertThat(late.index()).isEqualTo(slow));
        } else {
          assertThat(outcomes.get(i)).isEqualTo(new Succeeded<>(i, i));
        }
      }
      assertThat(board.all("slow")).hasSize(1);
    }
  }

  @Test
  default void quickTasksOfALongChunkAreNotLate() {
    try (Pool pool = builder().workers(1).build()) {
      List<Integer> results =
          pool.map(
              number -> {
                Waits.within(Duration.ofMillis(20), () -> false);
                return number;
              },
              PoolTasks.upTo(30),
              MapOptions.chunk(30)
                  .withTask(TaskOptions.defaults().withTimeout(SHORT.multipliedBy(2))));
      assertThat(results).hasSize(30);
    }
  }

  @Test
  default void aStallIsNoticedAndHeartbeatsPutItOff(@TempDir Path folder) {
    Board board = Board.in(folder);
    TaskOptions stall = TaskOptions.defaults().withStallTimeout(SHORT.multipliedBy(4));
    try (Pool pool = builder().workers(1).build()) {
      int lively =
          pool.apply(
              () -> {
                for (int i = 0; i < 90; i++) {
                  Waits.within(Duration.ofMillis(10), () -> false);
                  TaskContext.current().heartbeat();
                }
                return 1;
              },
              stall);
      assertThat(lively).isEqualTo(1);
      assertThatExceptionOfType(TaskTimeoutException.class)
          .isThrownBy(() ->
              pool.apply(
                  () -> {
                    TaskContext.current().heartbeat();
                    board.post("beaten", "");
                    return Waits.untilInterrupted(1);
                  },
                  stall))
          .satisfies(late -> assertThat(late.limit()).isEqualTo(Limit.STALL));
      assertThat(board.has("beaten")).isTrue();
    }
  }

  @Test
  default void aTaskMayReturnSomethingAfterItsSoftLimit() {
    TaskOptions soft = TaskOptions.defaults().withSoftTimeout(SHORT).withTimeout(Delays.PATIENT);
    try (Pool pool = builder().workers(1).build()) {
      String result =
          pool.apply(
              () -> {
                try {
                  Waits.untilInterrupted();
                  return "never";
                } catch (InterruptedException e) {
                  return "what there is";
                }
              },
              soft);
      assertThat(result).isEqualTo("what there is");
      assertThat(pool.stats().evicted()).isZero();
    }
  }

  @Test
  default void othersAreNotTouchedByALateTask() throws Exception {
    try (Pool pool = builder().workers(2).build()) {
      List<CompletableFuture<Integer>> futures = new ArrayList<>();
      for (int i = 0; i < 120; i++) {
        Dawdling dawdling = Dawdling.values()[i / 40 % 3];
        int number = i;
        futures.add(
            pool.applyAsync(
                () -> number % 40 == 20 ? dawdling.dawdle() : number,
                TaskOptions.defaults().withTimeout(AMPLE)));
      }
      for (int i = 0; i < 120; i++) {
        CompletableFuture<Integer> future = futures.get(i);
        if (i % 40 == 20) {
          assertThatExceptionOfType(ExecutionException.class)
              .isThrownBy(() -> PoolTasks.get(future))
              .withCauseInstanceOf(TaskTimeoutException.class);
        } else {
          assertThat(PoolTasks.get(future)).isEqualTo(i);
        }
      }
    }
  }

  @Test
  default void theTimeOfThePoolHoldsUnlessTheTaskHasItsOwn() {
    try (Pool pool = builder().workers(1).taskTimeout(SHORT).build()) {
      assertThatExceptionOfType(TaskTimeoutException.class)
          .isThrownBy(() -> pool.apply(() -> Waits.untilInterrupted(1)));
      TaskOptions unlimited = TaskOptions.defaults().withTimeout(Duration.ZERO);
      int slow =
          pool.apply(
              () -> {
                Waits.within(SHORT.multipliedBy(2), () -> false);
                return 5;
              },
              unlimited);
      assertThat(slow).isEqualTo(5);
    }
  }
}
