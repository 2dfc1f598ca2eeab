package dev.brood.system.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brood.pool.MapOptions;
import dev.brood.pool.Outcome;
import dev.brood.pool.Pool;
import dev.brood.pool.Retries;
import dev.brood.pool.TaskOptions;
import dev.brood.progress.Progress;
import dev.brood.progress.ProgressListener;
import dev.brood.system.support.Board;
import dev.brood.system.support.Delays;
import dev.brood.system.support.Waits;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How far a map is, as its listener hears of it. */
interface PoolProgress extends PoolPlace {

  /** Keeps what it is told, and says when it has been told something. */
  final class Told implements ProgressListener {
    private final Queue<Progress> all = new ConcurrentLinkedQueue<>();
    private final CountDownLatch heard = new CountDownLatch(1);
    private final Predicate<Progress> expected;

    Told(Predicate<Progress> expected) {
      this.expected = expected;
    }

    @Override
    public void onProgress(Progress progress) {
      all.add(progress);
      if (expected.test(progress)) {
        heard.countDown();
      }
    }

    void await() throws InterruptedException {
      assertThat(heard.await(Delays.PATIENT.toMillis(), TimeUnit.MILLISECONDS))
          .as("heard of it; told was %s", all)
          .isTrue();
    }

    /** Checks what always holds of a map; returns the last of all. */
    Progress last() {
      assertThat(all.element().done()).isZero();
      return lastOfCalls();
    }

    /** Checks what always holds; returns the last of all. */
    Progress lastOfCalls() {
      List<Progress> told = List.copyOf(all);
      assertThat(told).extracting(Progress::done).isSorted();
      assertThat(told).extracting(Progress::failed).isSorted();
      assertThat(told).extracting(Progress::retried).isSorted();
      assertThat(told).filteredOn(Progress::ended).hasSize(1);
      assertThat(told.getLast().ended()).isTrue();
      return told.getLast();
    }
  }

  @Test
  default void tellsOfWhatIsDoneWhileAnotherItemRuns(@TempDir Path folder) throws Exception {
    Board board = Board.in(folder);
    Told told = new Told(progress -> progress.done() == 4);
    try (Pool pool = pool(2)) {
      // Workers that are up: the four are done long before there is another report to make.
      assertThat(pool.map(PoolTasks::square, PoolTasks.upTo(20))).hasSize(20);
      CompletableFuture<List<Integer>> results =
          pool.mapAsync(
              number -> waitFor(board, number, true, "go"),
              PoolTasks.upTo(5),
              MapOptions.chunk(1).withProgress(told));
      told.await();
      board.post("go", "");
      assertThat(PoolTasks.get(results)).hasSize(5);
    }
    assertThat(told.last().done()).isEqualTo(5);
  }

  @Test
  default void tellsOfWhatIsDoneWhileAConsumerIsBusy() throws Exception {
    Told told = new Told(progress -> progress.done() == 6);
    try (Pool pool = pool(2);
        Stream<Integer> results =
            pool.imap(
                PoolTasks::square, PoolTasks.upTo(6), MapOptions.chunk(1).withProgress(told))) {
      Iterator<Integer> each = results.iterator();
      assertThat(each.next()).isZero();
      told.await();
      each.forEachRemaining(result -> {});
    }
    assertThat(told.last().done()).isEqualTo(6);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  default void countsAnItemOnceHoweverOftenItRuns(int workers, @TempDir Path folder)
      throws Exception {
    Board board = Board.in(folder);
    Told told = new Told(Progress::ended);
    ProgressListener listener =
        progress -> {
          told.onProgress(progress);
          if (progress.retried() > 0) {
            board.post("heard", "");
          }
        };
    try (Pool pool = pool(workers)) {
      List<Outcome<Integer>> outcomes =
          pool.mapOutcomes(
              number -> {
                // Three fail once, and one of them again, when the first of its failures was told.
                if (number % 10 == 3) {
                  boolean first = board.postFirst("failed" + number);
                  if (number == 3 && !first) {
                    board.await("heard");
                  }
                  if (number == 3 || first) {
                    throw new IllegalStateException("number=" + number);
                  }
                }
                return number;
              },
              PoolTasks.upTo(40),
              MapOptions.chunk(7)
                  .withTask(TaskOptions.defaults().withRetries(Retries.onTaskError(1)))
                  .withProgress(listener));
      assertThat(outcomes).filteredOn(Outcome::succeeded).hasSize(39);
    }
    Progress last = told.last();
    assertThat(last.done()).isEqualTo(40);
    assertThat(last.failed()).isEqualTo(1);
    assertThat(last.retried()).isEqualTo(4);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  default void tellsTheBeginningAndTheEndOfAMapInAnyForm(int workers) throws Exception {
    List<Integer> items = PoolTasks.upTo(1_000);
    Iterable<Integer> ofUnknownSize = () -> items.iterator();
    try (Pool pool = pool(workers)) {
      for (Iterable<Integer> input : List.of(items, ofUnknownSize)) {
        Told[] told = new Told[5];
        for (int i = 0; i < told.length; i++) {
          told[i] = new Told(Progress::ended);
        }
        pool.map(PoolTasks::square, input, MapOptions.defaults().withProgress(told[0]));
        pool.mapOutcomes(PoolTasks::square, input, MapOptions.defaults().withProgress(told[1]));
        PoolTasks.get(
            pool.mapAsync(PoolTasks::square, input, MapOptions.defaults().withProgress(told[2])));
        assertThat(pool.imap(PoolTasks::square, input, MapOptions.defaults().withProgress(told[3])))
            .hasSize(1_000);
        assertThat(
                pool.imapUnordered(
                    PoolTasks::square, input, MapOptions.defaults().withProgress(told[4])))
            .hasSize(1_000);
        for (int i = 0; i < told.length; i++) {
          Progress last = told[i].last();
          assertThat(last.done()).isEqualTo(1_000);
          assertThat(last.failed()).isZero();
          // A map without waiting lists its items first.
          assertThat(last.total().isPresent()).isEqualTo(input instanceof Collection || i == 2);
        }
      }
    }
  }

  @Test
  default void tellsOfAMapThatIsEndedByTime() {
    Told told = new Told(Progress::ended);
    try (Pool pool = pool(1)) {
      List<Outcome<Integer>> outcomes =
          pool.mapOutcomes(
              Waits::untilInterrupted,
              PoolTasks.upTo(3),
              MapOptions.chunk(1).withDeadline(Delays.WATCH).withProgress(told));
      assertThat(outcomes).allMatch(each -> each instanceof Outcome.TimedOut);
    }
    assertThat(told.last().done()).isEqualTo(3);
    assertThat(told.last().failed()).isEqualTo(3);
  }

  @Test
  default void tellsOfAMapThatIsEndedByAFailure() {
    Told told = new Told(Progress::ended);
    try (Pool pool = pool(1)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() ->
              pool.map(
                  number ->
                      number == 14 ? Waits.untilInterrupted(number) : PoolTasks.failOn13(number),
                  PoolTasks.upTo(100),
                  MapOptions.chunk(1).withFailFast().withProgress(told)));
    }
    assertThat(told.last().done()).isBetween(14L, 100L);
    assertThat(told.last().failed()).isPositive();
  }

  private static ProgressListener failingAt(Predicate<Progress> when) {
    return progress -> {
      if (when.test(progress)) {
        throw new IllegalStateException("the listener failed at " + progress.done());
      }
    };
  }

  @Test
  default void whatTheListenerThrowsTheMapThrows(@TempDir Path folder) {
    Board board = Board.in(folder);
    List<Predicate<Progress>> whens =
        List.of(progress -> true, progress -> progress.done() == 4, Progress::ended);
    try (Pool pool = pool(2)) {
      for (Predicate<Progress> when : whens) {
        String go = "go" + whens.indexOf(when);
        MapOptions options = MapOptions.chunk(1).withProgress(failingAt(when));
        // One item waits, unless it is the end that is to come.
        boolean stays = whens.indexOf(when) == 1;
        assertThatIllegalStateException()
            .isThrownBy(() ->
                pool.map(number -> waitFor(board, number, stays, go), PoolTasks.upTo(5), options))
            .withMessageStartingWith("the listener failed at ");
        board.post(go, "");
        assertThatThrownBy(
                () -> PoolTasks.get(pool.mapAsync(PoolTasks::square, PoolTasks.upTo(4), options)))
            .hasRootCauseInstanceOf(IllegalStateException.class);
        assertThatExceptionOfType(IllegalStateException.class)
            .isThrownBy(() ->
                pool.imap(PoolTasks::square, PoolTasks.upTo(4), options).forEach(result -> {}));
        assertThat(pool.apply(PoolTasks::square, 3)).isEqualTo(9);
      }
    }
  }

  private static int waitFor(Board board, int number, boolean stays, String go) {
    // The last of five: nothing is behind it.
    if (number == 4 && stays) {
      board.await(go);
    }
    return number;
  }

  @Test
  default void singleCallsAreOverWhenThePoolHasEndedAlsoIfNobodyWaitsForThat() throws Exception {
    Told told = new Told(Progress::ended);
    Pool pool = builder().workers(1).progress(told).build();
    assertThat(pool.apply(PoolTasks::square, 3)).isEqualTo(9);
    pool.shutdown();
    told.await();
    assertThat(pool.isTerminated()).isTrue();
    pool.close();
    assertThat(told.lastOfCalls().done()).isEqualTo(1);
  }

  @Test
  default void aListenerOfSingleCallsThatFailsHarmsNobody() {
    try (Pool pool = builder().workers(1).progress(failingAt(progress -> true)).build()) {
      assertThat(pool.apply(PoolTasks::square, 3)).isEqualTo(9);
    }
  }
}
