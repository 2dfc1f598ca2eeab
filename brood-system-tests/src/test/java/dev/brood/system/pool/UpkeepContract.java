package dev.brood.system.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brood.exception.BrokenPoolException;
import dev.brood.exception.TaskTimeoutException;
import dev.brood.exception.WorkerDeath;
import dev.brood.exception.WorkerDiedException;
import dev.brood.jvm.Stdio;
import dev.brood.pool.MapOptions;
import dev.brood.pool.Outcome;
import dev.brood.pool.Outcome.Crashed;
import dev.brood.pool.Outcome.Failed;
import dev.brood.pool.Outcome.Refused;
import dev.brood.pool.Outcome.Succeeded;
import dev.brood.pool.Outcome.TimedOut;
import dev.brood.pool.Pool;
import dev.brood.pool.PoolStats;
import dev.brood.pool.PoolStats.EndCause;
import dev.brood.pool.ProcessPoolExecutor;
import dev.brood.pool.Retries;
import dev.brood.pool.TaskContext;
import dev.brood.pool.TaskOptions;
import dev.brood.system.support.Board;
import dev.brood.system.support.Delays;
import dev.brood.system.support.Signals;
import dev.brood.system.support.Waits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a pool looks after its workers, where these are JVMs. */
abstract class UpkeepContract {

  @TempDir Path folder;

  /** Returns the transport in question. */
  abstract Pool.Transport transport();

  private Pool.Builder builder() {
    return Pool.builder().transport(transport());
  }

  private Pool.Builder quiet() {
    return builder().stdio(Stdio.listener((source, line) -> {}));
  }

  // --- Recycling ---

  @Test
  void workersAreReplacedAfterSoManyTasks() {
    try (Pool pool = builder().workers(2).maxTasksPerWorker(10).build()) {
      List<Integer> workers =
          pool.map(
              number -> TaskContext.current().worker(), PoolTasks.upTo(100), MapOptions.chunk(3));
      for (int worker : new HashSet<>(workers)) {
        assertThat(workers.stream().filter(each -> each == worker)).hasSizeLessThanOrEqualTo(10);
      }
      assertThat(new HashSet<>(workers)).hasSizeGreaterThanOrEqualTo(10);
      assertThat(pool.stats().died()).isZero();
    }
  }

  @Test
  void workersAreReplacedWhenTheyAreOld() {
    try (Pool pool = builder().workers(2).maxWorkerAge(Duration.ofMillis(300)).build()) {
      Set<Integer> workers = new HashSet<>();
      Waits.until(
          "six workers",
          () -> {
            workers.addAll(pool.map(n -> TaskContext.current().worker(), PoolTasks.upTo(20)));
            return workers.size() >= 6;
          });
      assertThat(pool.stats().died()).isZero();
      assertThat(pool.stats().recycled()).isGreaterThanOrEqualTo(4);
    }
  }

  @Test
  void idleWorkersEndAndComeBack() {
    try (Pool pool = builder().workers(3).idleTimeout(Duration.ofMillis(200)).build()) {
      assertThat(pool.map(PoolTasks::square, PoolTasks.upTo(10))).hasSize(10);
      Waits.until("no workers", () -> pool.stats().workers().isEmpty());
      long started = pool.stats().started();
      assertThat(Waits.within(Delays.WATCH, () -> pool.stats().started() > started)).isFalse();
      assertThat(pool.apply(PoolTasks::square, 3)).isEqualTo(9);
    }
  }

  @Test
  void aPoolOpensThoughWorkersGoBeforeAllAreInitialized() {
    Board board = Board.in(folder);
    try (Pool pool =
        builder()
            .workers(2)
            .idleTimeout(Duration.ofMillis(1))
            .initializer(() -> {
              if (board.postFirst("one")) {
                long other = board.awaitLong("other");
                Waits.until(
                    "the other has gone for want of work", () -> ProcessHandle.of(other).isEmpty());
              } else {
                board.post("other", PoolTasks.pid());
              }
            })
            .build()) {
      assertThat(pool.apply(PoolTasks::square, 3)).isEqualTo(9);
    }
  }

  @Test
  void aBrokenPoolSaysSoWhateverItIsAsked() {
    try (Pool pool = builder().workers(1).restartLimit(1, Duration.ofMinutes(1)).build()) {
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(() ->
                pool.apply(() -> {
                  Runtime.getRuntime().halt(3);
                  return 1;
                }))
            .isInstanceOfAny(WorkerDiedException.class, BrokenPoolException.class);
      }
      Waits.until("it is broken", pool::isShutdown);
      TaskOptions again = TaskOptions.defaults().withRetries(Retries.onTaskError(2));
      List<Runnable> calls =
          List.of(
              () -> pool.apply(PoolTasks::square, 1),
              () -> pool.apply(() -> 1, again),
              () -> pool.applyAsync(() -> 1, again).join(),
              () -> pool.map(PoolTasks::square, List.of(1)),
              () -> pool.mapAsync(PoolTasks::square, List.of(1)).join(),
              () -> pool.mapOutcomes(PoolTasks::square, List.of(1)),
              () -> pool.imap(PoolTasks::square, List.of(1)).forEach(x -> {}));
      for (Runnable call : calls) {
        assertThatExceptionOfType(BrokenPoolException.class)
            .isThrownBy(call::run)
            .withMessageContaining("dead workers=2");
      }
    }
  }

  // --- Exit hooks, size, priority, numbers ---

  @Test
  void exitHooksReturnWhatWorkersHaveGathered() {
    Board board = Board.in(folder);
    Pool pool = builder().workers(2).exitHook(() -> Gathered.count).build();
    try (pool) {
      // A worker that is not up yet when all is done has nothing to return.
      pool.map(
          number -> {
            board.post("up-" + number, "");
            return board.await("up-" + (1 - number));
          },
          List.of(0, 1),
          MapOptions.chunk(1));
      assertThat(
              pool.map(
                  number -> {
                    Gathered.count++;
                    return number;
                  },
                  PoolTasks.upTo(500)))
          .hasSize(500);
    }
    List<Outcome<Integer>> results = pool.exitResults();
    assertThat(results).hasSize(2).allMatch(Outcome::succeeded);
    assertThat(results.stream().mapToInt(Outcome::get).sum()).isEqualTo(500);
  }

  /** What a worker keeps. */
  static final class Gathered {
    static int count;
    static final List<Integer> ORDER = new ArrayList<>();

    private Gathered() {}
  }

  @Test
  void aPoolMayGrowAndShrinkWhileItRuns() throws Exception {
    Board board = Board.in(folder);
    try (Pool pool = builder().workers(1).build()) {
      CompletableFuture<List<Integer>> map =
          pool.mapAsync(
              number -> {
                board.add("pid", PoolTasks.pid());
                Waits.within(Duration.ofMillis(20), () -> false);
                return number;
              },
              PoolTasks.upTo(200),
              MapOptions.chunk(1));
      pool.resize(4);
      Waits.until("four at work", () -> new HashSet<>(board.all("pid")).size() >= 4);
      assertThat(pool.workers()).isEqualTo(4);
      pool.resize(2);
      Waits.until("two left", () -> pool.stats().workers().size() == 2);
      assertThat(PoolTasks.get(map)).isEqualTo(PoolTasks.upTo(200));
      assertThat(pool.stats().died()).isZero();
    }
  }

  @Test
  void aPoolMayShrinkWhileItStarts() {
    try (Pool pool = builder().workers(4).build()) {
      pool.resize(1);
      Waits.until("one left", () -> pool.stats().workers().size() == 1);
      assertThat(pool.map(PoolTasks::square, PoolTasks.upTo(50))).hasSize(50);
      assertThat(pool.stats().workers()).hasSize(1);
    }
  }

  @Test
  void tasksOfHigherPriorityComeFirst() {
    Board board = Board.in(folder);
    try (Pool pool = builder().workers(1).build()) {
      var first =
          pool.applyAsync(() -> {
            board.post("running", "");
            return board.await("go");
          });
      board.await("running");
      List<CompletableFuture<Boolean>> all = new ArrayList<>();
      for (int priority : new int[] {0, -5, 7, 3, 0, 7}) {
        int number = 10 * priority + all.size();
        all.add(
            pool.applyAsync(
                () -> Gathered.ORDER.add(number), TaskOptions.defaults().withPriority(priority)));
      }
      board.post("go", "");
      first.join();
      all.forEach(CompletableFuture::join);
      assertThat(pool.apply(() -> List.copyOf(Gathered.ORDER)))
          .containsExactly(72, 75, 33, 0, 4, -49);
    }
  }

  @Test
  void theNumbersOfAPoolAddUp() {
    try (Pool pool = quiet().workers(2).build()) {
      assertThat(pool.map(PoolTasks::square, PoolTasks.upTo(1_000))).hasSize(1_000);
      for (int i = 0; i < 3; i++) {
        assertThat(
                pool.applyAsync(
                        () -> {
                          Runtime.getRuntime().halt(1);
                          return 0;
                        })
                    .handle((result, failure) -> failure.getClass())
                    .join())
            .isNotNull();
      }
      assertThat(pool.mapOutcomes(PoolTasks::failOn13, PoolTasks.upTo(40)))
          .filteredOn(each -> !each.succeeded())
          .hasSize(2);
      Waits.until("two idle", () -> idle(pool) == 2);
      PoolStats stats = pool.stats();
      assertThat(stats.submitted()).isEqualTo(1_043);
      assertThat(stats.answered()).isEqualTo(1_040);
      assertThat(stats.failed()).isEqualTo(2);
      assertThat(stats.died()).isEqualTo(3);
      assertThat(stats.ends()).containsExactly(Map.entry(EndCause.DIED, 3L));
      assertThat(stats.lastDeaths()).extracting(WorkerDeath::exitCode).containsExactly(1, 1, 1);
      assertThat(stats.started()).isEqualTo(5);
      assertThat(stats.waiting()).isZero();
      assertThat(stats.bytesOut()).isGreaterThan(1_000);
      assertThat(stats.bytesIn()).isGreaterThan(1_000);
      assertThat(stats.runTime().p50()).isPositive();
      assertThat(stats.runTime().p99()).isGreaterThanOrEqualTo(stats.runTime().p50());
      assertThat(stats.workers()).allMatch(worker -> worker.owes() == 0 && worker.pid() > 0);
      assertThat(stats.workers()).allMatch(worker -> worker.residentBytes() > 10L << 20);
      assertThat(stats.workers().stream().mapToLong(PoolStats.Worker::tasks).sum()).isPositive();
    }
  }

  @Test
  void theLastDeathsSayHowWorkersDied() throws Exception {
    try (Pool pool = quiet().workers(1).interruptGrace(Duration.ofMillis(50)).build()) {
      Signals.kill(pool.apply(PoolTasks::pid));
      Waits.until("a death", () -> pool.stats().died() == 1);
      TaskOptions limit = TaskOptions.defaults().withTimeout(Duration.ofMillis(100));
      assertThatExceptionOfType(TaskTimeoutException.class)
          .isThrownBy(() -> pool.apply(UpkeepContract::spin, limit));
      Waits.until("two deaths", () -> pool.stats().lastDeaths().size() == 2);
      PoolStats stats = pool.stats();
      assertThat(stats.lastDeaths().get(0).signal()).isEqualTo(9);
      assertThat(stats.lastDeaths().get(1).likelyCause()).contains("went on");
      assertThat(stats.ends())
          .containsOnly(Map.entry(EndCause.DIED, 1L), Map.entry(EndCause.EVICTED, 1L));
    }
  }

  private static int spin() {
    Waits.spin();
    return 0;
  }

  private static long idle(Pool pool) {
    return pool.stats().workers().stream()
        .filter(worker -> worker.activity() == PoolStats.Activity.IDLE)
        .count();
  }

  // --- Outcomes of all kinds ---

  @Test
  void oneBadItemIsOneBadOutcomeWhateverIsBadAboutIt() {
    Retries once = Retries.onWorkerDeath(1);
    Board board = Board.in(folder);
    List<Object> items = new ArrayList<>(List.of(0, 1, 2, 3, new Object(), 5, 6, 7));
    try (Pool pool = quiet().workers(2).retries(once).build()) {
      List<Outcome<Object>> outcomes =
          pool.mapOutcomes(
              item -> {
                switch ((Integer) item) {
                  case 1 -> throw new IllegalStateException("bad");
                  case 2 -> Runtime.getRuntime().halt(3);
                  case 3 -> Waits.untilInterrupted(0);
                  case 5 -> {
                    if (board.postFirst("died")) {
                      Runtime.getRuntime().halt(3);
                    }
                  }
                  default -> {}
                }
                return item;
              },
              items,
              MapOptions.chunk(4)
                  .withTask(TaskOptions.defaults().withTimeout(Duration.ofSeconds(2))));
      assertThat(outcomes.get(0)).isEqualTo(new Succeeded<>(0, 0));
      assertThat(outcomes.get(1)).isInstanceOf(Failed.class);
      assertThat(outcomes.get(2))
          .isInstanceOfSatisfying(
              Crashed.class,
              crashed ->
                  assertThat(crashed.cause().getSuppressed())
                      .hasOnlyElementsOfType(WorkerDiedException.class)
                      .hasSize(1));
      assertThat(outcomes.get(3)).isInstanceOf(TimedOut.class);
      assertThat(outcomes.get(4))
          .isInstanceOfSatisfying(
              Refused.class, refused -> assertThat(refused.index()).isEqualTo(4));
      assertThat(outcomes.subList(5, 8))
          .containsExactly(new Succeeded<>(5, 5), new Succeeded<>(6, 6), new Succeeded<>(7, 7));
    }
  }

  @Test
  void anItemThatKillsAllItsWorkersIsGivenUpAndThePoolLives() {
    Board board = Board.in(folder);
    Retries budget = Retries.onWorkerDeath(4).withTaskErrors(1);
    try (Pool pool = quiet().workers(2).retries(budget).build()) {
      List<Outcome<Integer>> outcomes =
          pool.mapOutcomes(
              number -> {
                if (number == 7) {
                  board.add("attempt", "");
                  Runtime.getRuntime().halt(9);
                }
                return number;
              },
              PoolTasks.upTo(50),
              MapOptions.chunk(10));
      assertThat(outcomes.get(7)).isInstanceOf(Crashed.class);
      assertThat(outcomes.get(7).failure().getSuppressed()).hasSize(4);
      assertThat(outcomes).filteredOn(Outcome::succeeded).hasSize(49);
      assertThat(board.all("attempt")).hasSize(5);
      assertThat(pool.map(PoolTasks::square, PoolTasks.upTo(50))).hasSize(50);
    }
  }

  @Test
  void deathsAndErrorsHaveBudgetsOfTheirOwn() {
    Board board = Board.in(folder);
    Retries budget = Retries.onWorkerDeath(2).withTaskErrors(1);
    try (Pool pool = quiet().workers(1).retries(budget).build()) {
      int attempts =
          pool.apply(() -> {
            if (board.postFirst("death-1") || board.postFirst("death-2")) {
              Runtime.getRuntime().halt(9);
            }
            if (board.postFirst("error-1")) {
              throw new IllegalStateException("error");
            }
            return 4;
          });
      assertThat(attempts).isEqualTo(4);
    }
  }

  // --- Workers that are stopped by the system ---

  @Test
  void aTaskWhoseWorkerIsStoppedIsLateAndTheWorkerReplaced() throws Exception {
    Board board = Board.in(folder);
    try (Pool pool = quiet().workers(1).build()) {
      CompletableFuture<Object> future =
          pool.applyAsync(
              () -> {
                board.post("pid", PoolTasks.pid());
                return Waits.untilInterrupted(0);
              },
              TaskOptions.defaults().withTimeout(Duration.ofMillis(1_500)));
      List<CompletableFuture<Integer>> others = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        others.add(pool.applyAsync(PoolTasks::square, i));
      }
      Signals.stop(board.awaitLong("pid"));
      assertThat(future.handle((result, failure) -> Outcome.of(failure)).join())
          .isInstanceOf(TimedOut.class);
      for (int i = 0; i < 10; i++) {
        assertThat(PoolTasks.get(others.get(i))).isEqualTo(i * i);
      }
      assertThat(pool.stats().evicted()).isEqualTo(1);
    }
  }

  @Test
  void aTimedTaskForAnIdleWorkerThatIsStoppedRunsElsewhere() throws Exception {
    try (Pool pool = quiet().workers(1).build()) {
      long pid = pool.apply(PoolTasks::pid);
      Signals.stop(pid);
      long other =
          pool.apply(PoolTasks::pid, TaskOptions.defaults().withTimeout(Duration.ofMillis(300)));
      assertThat(other).isNotEqualTo(pid);
    }
  }

  // --- Executors ---

  @Test
  void theFirstSuccessKillsTheRest() throws Exception {
    Board board = Board.in(folder);
    try (ProcessPoolExecutor executor =
        ProcessPoolExecutor.builder()
            .transport(transport())
            .workers(3)
            .stdio(Stdio.listener((source, line) -> {}))
            .build()) {
      List<Callable<String>> tasks =
          List.of(
              (Callable<String> & java.io.Serializable)
                  () -> {
                    board.post("stubborn", PoolTasks.pid());
                    Waits.spin();
                    return "stubborn";
                  },
              (Callable<String> & java.io.Serializable)
                  () -> {
                    throw new IllegalStateException("no");
                  },
              (Callable<String> & java.io.Serializable)
                  () -> {
                    board.await("stubborn");
                    return "first";
                  });
      assertThat(executor.invokeAny(tasks)).isEqualTo("first");
      long stubborn = board.awaitLong("stubborn");
      Waits.until("the stubborn one is gone", () -> ProcessHandle.of(stubborn).isEmpty());
      assertThat(executor.submit(() -> 5).get()).isEqualTo(5);
    }
  }

  @Test
  void twoPoolsAtOnceDoNotMindEachOther() throws Exception {
    try (Pool one = quiet().workers(2).build();
        Pool two = quiet().workers(2).build()) {
      CompletableFuture<List<Integer>> first =
          one.mapAsync(PoolTasks::square, PoolTasks.upTo(5_000));
      for (int i = 0; i < 5; i++) {
        var _ =
            two.applyAsync(
                    () -> {
                      Runtime.getRuntime().halt(1);
                      return 0;
                    })
                .handle((result, failure) -> 0)
                .join();
      }
      assertThat(PoolTasks.get(first)).hasSize(5_000);
      assertThat(two.map(PoolTasks::square, PoolTasks.upTo(100))).hasSize(100);
      assertThat(one.stats().died()).isZero();
      assertThat(two.stats().died()).isEqualTo(5);
    }
  }

  @Test
  void poolsInsideWorkersAreStoppedWithTheirTask() {
    Board board = Board.in(folder);
    try (Pool pool = quiet().workers(1).build()) {
      CompletableFuture<Integer> future =
          pool.applyAsync(() -> {
            try (Pool inner = Pool.of(1)) {
              return inner.apply(() -> {
                board.post("inner", PoolTasks.pid());
                Waits.spin();
                return 1;
              });
            }
          });
      long inner = board.awaitLong("inner");
      future.cancel(true);
      Waits.until("the inner worker is gone", () -> ProcessHandle.of(inner).isEmpty());
      assertThat(pool.apply(PoolTasks::square, 3)).isEqualTo(9);
    }
  }
}
