package dev.brood.system.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.brood.pool.MapOptions;
import dev.brood.pool.Outcome;
import dev.brood.pool.Pool;
import dev.brood.pool.Retries;
import dev.brood.pool.TaskOptions;
import dev.brood.system.support.Board;
import dev.brood.system.support.Waits;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many items as lazy, bounded streams. */
interface PoolStreams extends PoolPlace {

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 100})
  default void imapKeepsTheOrder(int chunk) {
    MapOptions options = chunk == 0 ? MapOptions.defaults() : MapOptions.chunk(chunk);
    List<Integer> squares = PoolTasks.upTo(1000).stream().map(PoolTasks::square).toList();
    try (Pool pool = pool(2)) {
      assertThat(pool.imap(PoolTasks::square, PoolTasks.upTo(1000), options)).isEqualTo(squares);
      assertThat(pool.imap(PoolTasks::square, PoolTasks.upTo(1000).stream(), options))
          .isEqualTo(squares);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 53})
  default void imapUnorderedGivesEachResultOnce(int chunk) {
    MapOptions options = chunk == 0 ? MapOptions.defaults() : MapOptions.chunk(chunk);
    try (Pool pool = pool(2)) {
      assertThat(pool.imapUnordered(x -> x + 1, PoolTasks.upTo(1000), options).sorted())
          .isEqualTo(PoolTasks.upTo(1001).subList(1, 1001));
    }
  }

  @Test
  default void imapUnorderedGivesWhatIsReadyFirst(@TempDir Path folder) {
    Board board = Board.in(folder);
    try (Pool pool = pool(2);
        Stream<Integer> results =
            pool.imapUnordered(
                number -> {
                  if (number == 0) {
                    board.await("go");
                  }
                  return number;
                },
                PoolTasks.upTo(4),
                MapOptions.chunk(1))) {
      Iterator<Integer> each = results.iterator();
      List<Integer> seen = new ArrayList<>(List.of(each.next()));
      board.post("go", "");
      each.forEachRemaining(seen::add);
      assertThat(seen).containsExactlyInAnyOrder(0, 1, 2, 3);
      assertThat(seen.get(0)).isNotZero();
    }
  }

  @Test
  default void streamsReadNothingBeforeTheyAreConsumed() {
    AtomicInteger taken = new AtomicInteger();
    try (Pool pool = pool(2);
        Stream<Integer> results = pool.imap(PoolTasks::square, PoolTasks.endless(taken))) {
      assertThat(results.isParallel()).isFalse();
      assertThat(taken).hasValue(0);
    }
    assertThat(taken).hasValue(0);
  }

  @Test
  default void streamsTakeEndlessInput() {
    AtomicInteger taken = new AtomicInteger();
    try (Pool pool = pool(2)) {
      try (Stream<Integer> results = pool.imap(x -> x + 1, PoolTasks.endless(taken))) {
        assertThat(results.limit(1000)).isEqualTo(PoolTasks.upTo(1001).subList(1, 1001));
      }
      try (Stream<Integer> results = pool.imapUnordered(x -> x + 1, PoolTasks.endless(taken))) {
        assertThat(results.limit(1000)).hasSize(1000);
      }
      try (Stream<Integer> results =
          pool.imap(x -> x + 1, Stream.iterate(0, x -> x + 1).limit(Long.MAX_VALUE))) {
        assertThat(results.limit(5)).containsExactly(1, 2, 3, 4, 5);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 10})
  default void streamsReadOnlySoFarAhead(int ahead) {
    AtomicInteger taken = new AtomicInteger();
    try (Pool pool = pool(2)) {
      for (boolean ordered : new boolean[] {true, false}) {
        taken.set(0);
        MapOptions options = MapOptions.chunk(1).withInFlight(ahead);
        try (Stream<Integer> results =
            ordered
                ? pool.imap(PoolTasks::square, PoolTasks.endless(taken), options)
                : pool.imapUnordered(PoolTasks::square, PoolTasks.endless(taken), options)) {
          Iterator<Integer> each = results.iterator();
          for (int consumed = 1; consumed <= 30; consumed++) {
            each.next();
            assertThat(taken.get()).isBetween(consumed, consumed + ahead);
          }
        }
      }
    }
  }

  /** For each of two workers four batches, each of tasks that take 2 ms together. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  default void streamsAreBoundedByDefault(boolean ordered) {
    AtomicInteger taken = new AtomicInteger();
    int window = 2 * 4 * 20;
    try (Pool pool = pool(2);
        Stream<Integer> results =
            ordered
                ? pool.imap(PoolStreams::busyForATenthOfAMilli, PoolTasks.endless(taken))
                : pool.imapUnordered(
                    PoolStreams::busyForATenthOfAMilli, PoolTasks.endless(taken))) {
      Iterator<Integer> each = results.iterator();
      for (int consumed = 1; consumed <= 2000; consumed++) {
        each.next();
        // One is looked at to know whether there are more.
        assertThat(taken.get()).isLessThanOrEqualTo(consumed + window + 1);
      }
    }
  }

  private static int busyForATenthOfAMilli(int number) {
    long end = System.nanoTime() + 100_000;
    while (System.nanoTime() - end < 0) {
      Thread.onSpinWait();
    }
    return number;
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  default void aFailFastStreamStopsWhatRuns(boolean ordered, @TempDir Path folder) {
    Board board = Board.in(folder);
    List<Integer> seen = new ArrayList<>();
    MapOptions options = MapOptions.chunk(1).withFailFast();
    try (Pool pool = pool(2);
        Stream<Integer> results =
            ordered
                ? pool.imap(x -> blockedOrFailing(x, board), PoolTasks.upTo(1_000), options)
                : pool.imapUnordered(
                    x -> blockedOrFailing(x, board), PoolTasks.upTo(1_000), options)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> results.forEach(seen::add))
          .withMessage("number=1");
      board.await("stopped");
      assertThat(pool.apply(PoolTasks::square, 3)).isEqualTo(9);
      assertThat(pool.stats().evicted()).isZero();
    }
    assertThat(seen).isEmpty();
  }

  private static int blockedOrFailing(int number, Board board) {
    if (number == 0) {
      board.post("running", "");
      int result = Waits.untilInterrupted(number);
      Thread.interrupted();
      board.post("stopped", "");
      return result;
    }
    if (number == 1) {
      board.await("running");
      throw new IllegalArgumentException("number=1");
    }
    return number;
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  default void aFailFastStreamOfOutcomesCancelsTheOthers(boolean ordered, @TempDir Path folder) {
    Board board = Board.in(folder);
    MapOptions options = MapOptions.chunk(1).withFailFast();
    try (Pool pool = pool(2);
        Stream<Outcome<Integer>> results =
            ordered
                ? pool.imapOutcomes(x -> blockedOrFailing(x, board), PoolTasks.upTo(100), options)
                : pool.imapOutcomesUnordered(
                    x -> blockedOrFailing(x, board), PoolTasks.upTo(100), options)) {
      List<Outcome<Integer>> outcomes = results.toList();
      assertThat(outcomes).hasSize(100);
      assertThat(outcomes).filteredOn(each -> each instanceof Outcome.Failed).hasSize(1);
      assertThat(outcomes).filteredOn(each -> each instanceof Outcome.Cancelled).isNotEmpty();
      if (ordered) {
        assertThat(outcomes.get(0)).isInstanceOf(Outcome.Cancelled.class);
        assertThat(outcomes.get(1)).isInstanceOf(Outcome.Failed.class);
      }
    }
  }

  /** An item that has another attempt is no failure yet. */
  @Test
  default void aFailFastStreamLetsItemsRunAgain(@TempDir Path folder) {
    Board board = Board.in(folder);
    TaskOptions again = TaskOptions.defaults().withRetries(Retries.onTaskError(1));
    try (Pool pool = pool(2)) {
      assertThat(
              pool.imap(
                  x -> {
                    if (x % 10 == 3 && board.postFirst("failed" + x)) {
                      throw new IllegalStateException("x=" + x);
                    }
                    return x;
                  },
                  PoolTasks.upTo(50),
                  MapOptions.chunk(4).withFailFast().withTask(again)))
          .isEqualTo(PoolTasks.upTo(50));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7})
  default void outcomesComeInTheOrderOfTheItems(int chunk) {
    try (Pool pool = pool(2)) {
      List<Outcome<Integer>> outcomes =
          pool.imapOutcomes(PoolTasks::failOn13, PoolTasks.upTo(60), MapOptions.chunk(chunk))
              .toList();
      assertThat(outcomes).hasSize(60);
      for (int i = 0; i < 60; i++) {
        if (i % 20 == 13) {
          assertThat(outcomes.get(i).failure()).hasMessage("number=" + i);
        } else {
          assertThat(outcomes.get(i)).isEqualTo(new Outcome.Succeeded<>(i, i));
        }
      }
      assertThat(
              pool.imapOutcomesUnordered(
                  PoolTasks::failOn13, PoolTasks.upTo(60), MapOptions.chunk(chunk)))
          .hasSize(60)
          .filteredOn(Outcome::succeeded)
          .hasSize(57);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  default void keepsNoResultThatWasTaken(boolean ordered) {
    try (Pool pool = pool(2);
        Stream<int[]> results =
            ordered
                ? pool.imap(x -> new int[] {x}, PoolTasks.upTo(10))
                : pool.imapUnordered(x -> new int[] {x}, PoolTasks.upTo(10))) {
      Iterator<int[]> each = results.iterator();
      for (int i = 0; i < 10; i++) {
        WeakReference<int[]> taken = new WeakReference<>(each.next());
        Waits.until(
            "collected",
            () -> {
              System.gc();
              return taken.refersTo(null);
            });
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  default void resultsBeforeAFailingInputComeFirst(int chunk) {
    try (Pool pool = pool(2)) {
      for (int bad : new int[] {0, 1, 9}) {
        List<Integer> seen = new ArrayList<>();
        assertThatExceptionOfType(UnsupportedOperationException.class)
            .isThrownBy(() ->
                pool.imap(x -> x, PoolTasks.failingAt(bad), MapOptions.chunk(chunk))
                    .forEach(seen::add));
        assertThat(seen).isEqualTo(PoolTasks.upTo(bad));
        seen.clear();
        assertThatExceptionOfType(UnsupportedOperationException.class)
            .isThrownBy(() ->
                pool.imapUnordered(x -> x, PoolTasks.failingAt(bad), MapOptions.chunk(chunk))
                    .forEach(seen::add));
        assertThat(seen).containsExactlyInAnyOrderElementsOf(PoolTasks.upTo(bad));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  default void aFailedItemEndsTheStreamAtItsPlace(int chunk) {
    try (Pool pool = pool(2)) {
      List<Integer> seen = new ArrayList<>();
      assertThatIllegalArgumentException()
          .isThrownBy(() ->
              pool.imap(PoolTasks::failOn13, PoolTasks.upTo(50), MapOptions.chunk(chunk))
                  .forEach(seen::add))
          .withMessage("number=13");
      assertThat(seen).isEqualTo(PoolTasks.upTo(13));
    }
  }

  @Test
  default void aStreamLeftHalfWayDoesNotKeepThePoolFromClosing() {
    AtomicInteger taken = new AtomicInteger();
    try (Pool pool = pool(2)) {
      MapOptions options = MapOptions.chunk(1).withInFlight(4);
      @SuppressWarnings("resource")
      Iterator<Integer> each =
          pool.imap(PoolTasks::square, PoolTasks.endless(taken), options).iterator();
      assertThat(each.next()).isZero();
      assertThat(each.next()).isEqualTo(1);
    }
  }
}
