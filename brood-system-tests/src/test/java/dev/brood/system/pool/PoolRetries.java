package dev.brood.system.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.brood.exception.TaskTimeoutException;
import dev.brood.function.SerializableFunction;
import dev.brood.pool.MapOptions;
import dev.brood.pool.Outcome;
import dev.brood.pool.Pool;
import dev.brood.pool.Retries;
import dev.brood.pool.TaskContext;
import dev.brood.pool.TaskOptions;
import dev.brood.system.support.Board;
import dev.brood.system.support.Waits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tasks that are run again when they fail. */
interface PoolRetries extends PoolPlace {

  private static int failUntil(Board board, String name, int attempts) {
    for (int i = 1; i < attempts; i++) {
      if (board.postFirst(name + "-attempt-" + i)) {
        throw new IllegalStateException("attempt " + i);
      }
    }
    return attempts;
  }

  @Test
  default void aTaskMaySucceedAtALaterAttempt(@TempDir Path folder) throws Exception {
    Board board = Board.in(folder);
    TaskOptions twice = TaskOptions.defaults().withRetries(Retries.onTaskError(2));
    try (Pool pool = builder().workers(2).build()) {
      int called = pool.apply(() -> failUntil(board, "call", 3), twice);
      assertThat(called).isEqualTo(3);
      assertThat(PoolTasks.get(pool.applyAsync(() -> failUntil(board, "future", 3), twice)))
          .isEqualTo(3);
      List<Integer> mapped =
          pool.map(
              number -> number % 10 == 3 ? failUntil(board, "map" + number, 3) : number,
              PoolTasks.upTo(50),
              MapOptions.chunk(7).withTask(twice));
      List<Integer> expected =
          Stream.iterate(0, i -> i + 1).limit(50).map(i -> i % 10 == 3 ? 3 : i).toList();
      assertThat(mapped).isEqualTo(expected);
      List<Integer> streamed =
          pool.imap(
                  number -> number % 10 == 3 ? failUntil(board, "imap" + number, 3) : number,
                  PoolTasks.upTo(50),
                  MapOptions.chunk(7).withTask(twice))
              .toList();
      assertThat(streamed).isEqualTo(expected);
    }
  }

  @Test
  default void theLastFailureTellsOfThoseBefore(@TempDir Path folder) throws Exception {
    Board board = Board.in(folder);
    TaskOptions twice = TaskOptions.defaults().withRetries(Retries.onTaskError(2));
    try (Pool pool = builder().workers(1).build()) {
      assertThatExceptionOfType(IllegalStateException.class)
          .isThrownBy(() -> pool.apply(() -> failUntil(board, "call", 10), twice))
          .withMessage("attempt 3")
          .satisfies(failure ->
              assertThat(failure.getSuppressed())
                  .extracting(Throwable::getMessage)
                  .containsExactly("attempt 1", "attempt 2"));
      assertThatExceptionOfType(CompletionException.class)
          .isThrownBy(() -> pool.applyAsync(() -> failUntil(board, "future", 10), twice).join())
          .havingCause()
          .withMessage("attempt 3");
    }
  }

  @Test
  default void whatIsStoppedTellsOfItsOwnFailuresBefore(@TempDir Path folder) {
    Board board = Board.in(folder);
    TaskOptions once = TaskOptions.defaults().withRetries(Retries.onTaskError(1));
    try (Pool pool = builder().workers(3).build()) {
      List<Outcome<Integer>> outcomes =
          pool.mapOutcomes(
              number -> {
                if (board.postFirst("failed" + number)) {
                  throw new IllegalStateException("number=" + number);
                }
                if (number == 2) {
                  board.await("again", 2);
                  throw new IllegalStateException("for good");
                }
                board.post("again" + number, "");
                return Waits.untilInterrupted(number);
              },
              PoolTasks.upTo(3),
              MapOptions.chunk(1).withFailFast().withTask(once));
      assertThat(outcomes.get(2)).isInstanceOf(Outcome.Failed.class);
      for (int i = 0; i < 2; i++) {
        String before = "number=" + i;
        assertThat(outcomes.get(i))
            .isInstanceOfSatisfying(
                Outcome.Cancelled.class,
                cancelled ->
                    assertThat(cancelled.cause().getSuppressed())
                        .extracting(Throwable::getMessage)
                        .containsExactly(before));
      }
    }
  }

  @Test
  default void aFailureThatIsTheSameObjectEachTimeIsNoTrouble() {
    TaskOptions twice = TaskOptions.defaults().withRetries(Retries.onTaskError(2));
    try (Pool pool = builder().workers(1).build()) {
      assertThatExceptionOfType(CompletionException.class)
          .isThrownBy(() ->
              pool.applyAsync(
                      () -> {
                        throw Unchanging.ONE;
                      },
                      twice)
                  .join())
          .withCauseInstanceOf(IllegalStateException.class);
    }
  }

  /** Keeps one failure for good. */
  final class Unchanging {
    @SuppressWarnings("StaticAssignmentOfThrowable") // the point of the test
    static final IllegalStateException ONE = new IllegalStateException("always the same");

    private Unchanging() {}
  }

  @Test
  default void onlyWorthwhileFailuresAreTriedAgain(@TempDir Path folder) {
    Board board = Board.in(folder);
    Retries patient = Retries.onTaskError(5).when(failure -> !(failure instanceof Error));
    TaskOptions options = TaskOptions.defaults().withRetries(patient);
    try (Pool pool = builder().workers(1).build()) {
      assertThatExceptionOfType(AssertionError.class)
          .isThrownBy(() ->
              pool.<Object>apply(
                  () -> {
                    board.add("attempt", "");
                    throw new AssertionError("for good");
                  },
                  options));
      assertThat(board.all("attempt")).hasSize(1);
      Retries broken =
          Retries.onTaskError(5)
              .when(failure -> {
                throw new StackOverflowError("in the predicate");
              });
      assertThatExceptionOfType(CompletionException.class)
          .isThrownBy(() ->
              pool.applyAsync(
                      () -> {
                        throw new IllegalStateException("task");
                      },
                      TaskOptions.defaults().withRetries(broken))
                  .join())
          .havingCause()
          .withMessage("task");
    }
  }

  @Test
  default void attemptsAreAPauseApart(@TempDir Path folder) {
    Board board = Board.in(folder);
    Duration first = Duration.ofMillis(50);
    Retries slow = Retries.onTaskError(3).withBackoff(first, first.multipliedBy(2));
    long start = System.nanoTime();
    try (Pool pool = builder().workers(1).build()) {
      int result =
          pool.apply(() -> failUntil(board, "call", 4), TaskOptions.defaults().withRetries(slow));
      assertThat(result).isEqualTo(4);
    }
    // 50, 100 and again 100 ms.
    assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(first.toNanos() * 5);
  }

  @Test
  default void aLateTaskIsTriedAgain(@TempDir Path folder) {
    Board board = Board.in(folder);
    TaskOptions options =
        TaskOptions.defaults()
            .withTimeout(Duration.ofMillis(150))
            .withRetries(Retries.onTaskError(1).when(TaskTimeoutException.class::isInstance));
    try (Pool pool = builder().workers(1).build()) {
      int result =
          pool.apply(() -> board.postFirst("late") ? Waits.untilInterrupted(0) : 1, options);
      assertThat(result).isEqualTo(1);
    }
  }

  @Test
  default void randomNumbersFollowFromTheSeedAlone(@TempDir Path folder) {
    List<List<Long>> all =
        Stream.of(1, 2, 4)
            .map(workers -> {
              Board board = Board.in(folder);
              TaskOptions again = TaskOptions.defaults().withRetries(Retries.onTaskError(1));
              try (Pool pool = builder().workers(workers).seed(42).build()) {
                return pool.map(
                    number -> {
                      if (number % 7 == 3 && board.postFirst("w" + workers + "-" + number)) {
                        throw new IllegalStateException("first attempt");
                      }
                      return TaskContext.current().random().nextLong();
                    },
                    PoolTasks.upTo(40),
                    MapOptions.defaults().withTask(again));
              }
            })
            .toList();
    assertThat(all.get(0)).doesNotHaveDuplicates().hasSize(40);
    assertThat(all.get(1)).isEqualTo(all.get(0));
    assertThat(all.get(2)).isEqualTo(all.get(0));
    try (Pool pool = builder().workers(1).seed(43).build()) {
      assertThat(pool.map(number -> TaskContext.current().random().nextLong(), PoolTasks.upTo(40)))
          .doesNotContainAnyElementsOf(all.get(0));
    }
  }

  @Test
  default void eachMapHasRandomNumbersOfItsOwn() {
    List<Long> all = drawInRounds(1, 1);
    assertThat(all).hasSize(100).doesNotHaveDuplicates();
    assertThat(drawInRounds(1, 1)).isEqualTo(all);
    assertThat(drawInRounds(3, 7)).isEqualTo(all);
  }

  SerializableFunction<Integer, Long> DRAW = number -> TaskContext.current().random().nextLong();

  private List<Long> drawInRounds(int workers, int chunk) {
    List<Long> all = new ArrayList<>();
    try (Pool pool = builder().workers(workers).seed(42).build()) {
      MapOptions options = MapOptions.chunk(chunk);
      all.addAll(pool.map(DRAW, PoolTasks.upTo(20), options));
      // Numbered when it is called.
      try (Stream<Long> streamed = pool.imap(DRAW, PoolTasks.upTo(20), options)) {
        all.addAll(pool.map(DRAW, PoolTasks.upTo(20), options));
        all.addAll(streamed.toList());
      }
      all.addAll(pool.mapAsync(DRAW, PoolTasks.upTo(20), options).join());
      for (int call = 0; call < 20; call++) {
        all.add(pool.apply(DRAW, call));
      }
    }
    return all;
  }

  @Test
  default void resubmittedTasksOfABrokenPoolComeBack() {
    TaskOptions often = TaskOptions.defaults().withRetries(Retries.onTaskError(3));
    Pool pool = builder().workers(1).build();
    var running = pool.applyAsync(() -> Waits.untilInterrupted(1), often);
    var waiting = pool.applyAsync(PoolTasks::square, 3);
    pool.shutdownNow();
    pool.close();
    assertThat(running).isCompletedExceptionally();
    assertThat(waiting).isCompletedExceptionally();
    assertThat(Outcome.of(new IllegalStateException()).succeeded()).isFalse();
  }
}
