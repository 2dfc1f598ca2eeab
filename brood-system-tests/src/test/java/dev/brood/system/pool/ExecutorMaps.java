package dev.brood.system.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.brood.exception.TaskTimeoutException;
import dev.brood.pool.MapOptions;
import dev.brood.pool.Outcome;
import dev.brood.pool.ProcessPoolExecutor;
import dev.brood.progress.Progress;
import dev.brood.system.support.Board;
import dev.brood.system.support.Delays;
import dev.brood.system.support.Waits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many items through an executor: several inputs, deadlines, progress. */
interface ExecutorMaps extends ExecutorPlace {

  @Test
  default void mapsOverTwoInputsUpToTheEndOfTheShorter() {
    List<Integer> ten = PoolTasks.upTo(10);
    List<Integer> powers = ten.stream().map(x -> x * x * x).toList();
    try (ProcessPoolExecutor executor = executor(2)) {
      assertThat(executor.map((x, y) -> x * y, ten, ten.stream().map(x -> x * x).toList()))
          .isEqualTo(powers);
      assertThat(executor.map(Integer::sum, ten, List.of(1, 1, 1), MapOptions.chunk(3)))
          .containsExactly(1, 2, 3);
      assertThat(executor.map(Integer::sum, List.<Integer>of(), ten)).isEmpty();
      assertThat(executor.map((x, y) -> x == null, Arrays.asList(1, null), ten))
          .containsExactly(false, true);
    }
  }

  @Test
  default void streamsOverTwoEndlessInputs() {
    AtomicInteger first = new AtomicInteger();
    AtomicInteger second = new AtomicInteger();
    try (ProcessPoolExecutor executor = executor(2);
        Stream<Integer> sums =
            executor.stream(
                Integer::sum,
                PoolTasks.endless(first),
                PoolTasks.endless(second),
                MapOptions.defaults().withInFlight(4))) {
      assertThat(sums.limit(10)).containsExactly(0, 2, 4, 6, 8, 10, 12, 14, 16, 18);
    }
    assertThat(first.get()).isBetween(10, 14);
    assertThat(second.get()).isBetween(10, 14);
  }

  @Test
  default void streamsOverTwoInputsAsResultsCome(@TempDir Path folder) {
    Board board = Board.in(folder);
    AtomicInteger taken = new AtomicInteger();
    List<Integer> seen = new ArrayList<>();
    try (ProcessPoolExecutor executor = executor(2);
        Stream<Integer> sums =
            executor.streamUnordered(
                (x, y) -> {
                  if (x == 0) {
                    board.await("go");
                  }
                  return x + y;
                },
                PoolTasks.upTo(4),
                PoolTasks.endless(taken),
                MapOptions.chunk(1))) {
      Iterator<Integer> each = sums.iterator();
      seen.add(each.next());
      board.post("go", "");
      each.forEachRemaining(seen::add);
    }
    assertThat(seen).containsExactlyInAnyOrder(0, 2, 4, 6);
    assertThat(seen.getFirst()).isNotZero();
  }

  @Test
  default void theTotalOfTwoCollectionsIsThatOfTheSmaller() {
    List<Progress> told = new ArrayList<>();
    MapOptions options = MapOptions.defaults().withProgress(told::add);
    try (ProcessPoolExecutor executor = executor(1)) {
      assertThat(executor.map(Integer::sum, PoolTasks.upTo(100), PoolTasks.upTo(70), options))
          .hasSize(70);
      assertThat(told).allMatch(each -> each.total().orElse(0) == 70);
      told.clear();
      var endless = PoolTasks.endless(new AtomicInteger());
      assertThat(executor.map(Integer::sum, endless, PoolTasks.upTo(70), options)).hasSize(70);
      assertThat(told.getFirst().total()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  default void resultsUpToAFailureComeFirst(int chunk) {
    List<Integer> seen = new ArrayList<>();
    try (ProcessPoolExecutor executor = executor(2);
        Stream<Integer> results =
            executor.stream(PoolTasks::failOn13, PoolTasks.upTo(20), MapOptions.chunk(chunk))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> results.forEach(seen::add))
          .withMessage("number=13");
    }
    assertThat(seen).isEqualTo(PoolTasks.upTo(13));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  default void othersHaveTheirOutcomesDespiteAFailure(int chunk) {
    try (ProcessPoolExecutor executor = executor(2)) {
      List<Outcome<Integer>> outcomes =
          executor.mapOutcomes(PoolTasks::failOn13, PoolTasks.upTo(20), MapOptions.chunk(chunk));
      assertThat(outcomes).filteredOn(Outcome::succeeded).hasSize(19);
      assertThat(outcomes.get(13).failure()).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  default void aTimeOutThatATaskThrowsIsNotThatOfTheMap() {
    try (ProcessPoolExecutor executor = executor(1)) {
      assertThatExceptionOfType(CompletionException.class)
          .isThrownBy(() -> executor.map(ExecutorMaps::throwTimeout, List.of(1)))
          .withCauseInstanceOf(TimeoutException.class);
    }
  }

  private static int throwTimeout(int number) {
    throw new CompletionException(new TimeoutException("number=" + number));
  }

  @Test
  default void whatHasNoResultAtTheDeadlineIsStopped(@TempDir Path folder) throws Exception {
    Board board = Board.in(folder);
    try (ProcessPoolExecutor executor = executor(1)) {
      executor.submit(() -> 0).join();
      MapOptions options = MapOptions.chunk(1).withDeadline(Delays.WATCH);
      assertThatExceptionOfType(TaskTimeoutException.class)
          .isThrownBy(() -> executor.map(x -> slowFrom(2, x, board), PoolTasks.upTo(5), options))
          .satisfies(e -> {
            assertThat(e.limit()).isEqualTo(TaskTimeoutException.Limit.DEADLINE);
            assertThat(e.allowed()).isEqualTo(Delays.WATCH);
            assertThat(e.index()).isEqualTo(2);
          });
      board.await("stopped2");
      assertThat(board.has("began3")).isFalse();
      assertThat(PoolTasks.get(executor.submit(() -> 1))).isEqualTo(1);
    }
  }

  /** Takes so long that an owner has gone to sleep after a few, and so short that many gather. */
  private static int briefly(int number) {
    long end = System.nanoTime() + 5_000;
    while (System.nanoTime() - end < 0) {
      Thread.onSpinWait();
    }
    return number;
  }

  /** Quick below a number; from there on it goes on until it is stopped. */
  private static int slowFrom(int slow, int number, Board board) {
    board.post("began" + number, "");
    if (number >= slow) {
      var _ = Waits.untilInterrupted(number);
      Thread.interrupted();
      board.post("stopped" + number, "");
    }
    return number;
  }

  @Test
  default void resultsBeforeTheDeadlineAreKeptAsOutcomes(@TempDir Path folder) {
    Board board = Board.in(folder);
    try (ProcessPoolExecutor executor = executor(1)) {
      executor.submit(() -> 0).join();
      List<Outcome<Integer>> outcomes =
          executor.mapOutcomes(
              x -> slowFrom(2, x, board),
              PoolTasks.upTo(1000),
              MapOptions.chunk(1).withDeadline(Delays.WATCH));
      assertThat(outcomes).hasSize(1000);
      assertThat(outcomes.subList(0, 2)).allMatch(Outcome::succeeded);
      assertThat(outcomes.subList(2, 1000)).allMatch(each -> each instanceof Outcome.TimedOut);
    }
  }

  @Test
  default void whatWasDoneBeforeASlowItemOfItsChunkIsKept(@TempDir Path folder) {
    Board board = Board.in(folder);
    try (ProcessPoolExecutor executor = executor(1)) {
      executor.map(PoolTasks::square, PoolTasks.upTo(100_000));
      List<Outcome<Integer>> outcomes =
          executor.mapOutcomes(
              x -> x < 700 ? briefly(x) : slowFrom(700, x, board),
              PoolTasks.upTo(1000),
              MapOptions.chunk(1000).withDeadline(Delays.PROMPT.dividedBy(4)));
      assertThat(outcomes.subList(0, 700)).allMatch(Outcome::succeeded);
      assertThat(outcomes.subList(700, 1000)).allMatch(each -> each instanceof Outcome.TimedOut);
    }
  }

  @Test
  default void aStreamHasADeadlineToo(@TempDir Path folder) {
    Board board = Board.in(folder);
    List<Integer> seen = new ArrayList<>();
    try (ProcessPoolExecutor executor = executor(1)) {
      executor.submit(() -> 0).join();
      try (Stream<Integer> results =
          executor.stream(
              x -> slowFrom(2, x, board),
              PoolTasks.endless(new AtomicInteger()),
              MapOptions.chunk(1).withDeadline(Delays.WATCH))) {
        assertThatExceptionOfType(TaskTimeoutException.class)
            .isThrownBy(() -> results.forEach(seen::add));
      }
    }
    assertThat(seen).containsExactly(0, 1);
  }

  @Test
  default void aDeadlineThatIsKeptChangesNothing() {
    try (ProcessPoolExecutor executor = executor(2)) {
      MapOptions options = MapOptions.defaults().withDeadline(Delays.STUCK);
      assertThat(executor.map(PoolTasks::square, PoolTasks.upTo(1000), options)).hasSize(1000);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> MapOptions.defaults().withDeadline(Duration.ZERO));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> MapOptions.defaults().withDeadline(Duration.ofMillis(-1)));
    }
  }

  @Test
  default void aMapThatIsClosedEarlyEnds() {
    try (ProcessPoolExecutor executor = executor(2)) {
      Stream<Integer> results =
          executor.stream(PoolTasks::square, PoolTasks.upTo(1000), MapOptions.defaults());
      Iterator<Integer> iterator = results.iterator();
      assertThat(iterator.next()).isZero();
      results.close();
    }
  }

  @Test
  default void aMapThatWasBegunGoesOnAfterShutdown() throws Exception {
    try (ProcessPoolExecutor executor = executor(1)) {
      var future = executor.pool().mapAsync(PoolTasks::square, PoolTasks.upTo(200));
      executor.shutdown();
      assertThat(PoolTasks.get(future)).hasSize(200);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 20, 40})
  default void theInputIsReadOnlySoFarAhead(int ahead) {
    AtomicInteger taken = new AtomicInteger();
    try (ProcessPoolExecutor executor = executor(2);
        Stream<Integer> results =
            executor.stream(
                PoolTasks::square,
                PoolTasks.endless(taken),
                MapOptions.defaults().withInFlight(ahead))) {
      Iterator<Integer> iterator = results.iterator();
      for (int i = 0; i < 20; i++) {
        assertThat(iterator.next()).isEqualTo(i * i);
        assertThat(taken.get()).isBetween(i + 1, i + 1 + ahead);
      }
    }
  }

  @Test
  default void tellsHowFarAMapIs() {
    List<Progress> told = new ArrayList<>();
    try (ProcessPoolExecutor executor = executor(1)) {
      List<Outcome<Integer>> outcomes =
          executor.mapOutcomes(
              PoolTasks::failOn13,
              PoolTasks.upTo(100),
              MapOptions.defaults().withProgress(told::add));
      assertThat(outcomes).hasSize(100);
    }
    assertThat(told.getFirst().done()).isZero();
    assertThat(told.getFirst().total()).hasValue(100);
    assertThat(told).extracting(Progress::done).isSorted();
    assertThat(told).filteredOn(Progress::ended).hasSize(1);
    assertThat(told.getLast().done()).isEqualTo(100);
    assertThat(told.getLast().failed()).isEqualTo(5);
  }
}
