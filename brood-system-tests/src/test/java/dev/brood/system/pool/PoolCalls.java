package dev.brood.system.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brood.function.SerializableBiFunction;
import dev.brood.function.SerializableCallable;
import dev.brood.function.SerializableFunction;
import dev.brood.pool.MapOptions;
import dev.brood.pool.Outcome;
import dev.brood.pool.Pool;
import dev.brood.pool.TaskOptions;
import dev.brood.system.support.Board;
import dev.brood.system.support.Delays;
import dev.brood.system.support.Waits;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One call, and what becomes of its failure. */
interface PoolCalls extends PoolPlace {

  @Test
  default void appliesFunctionsOfNoneOneAndTwoArguments() {
    try (Pool pool = pool(2)) {
      assertThat(pool.<Integer>apply(() -> 7)).isEqualTo(7);
      assertThat(pool.apply(PoolTasks::square, 5)).isEqualTo(25);
      assertThat(pool.apply(String::repeat, "a", 3)).isEqualTo("aaa");
    }
  }

  @Test
  default void appliesWithoutWaiting() throws Exception {
    try (Pool pool = pool(2)) {
      assertThat(PoolTasks.get(pool.<Integer>applyAsync(() -> 7))).isEqualTo(7);
      assertThat(PoolTasks.get(pool.applyAsync(PoolTasks::square, 5))).isEqualTo(25);
      assertThat(PoolTasks.get(pool.applyAsync(String::repeat, "a", 3))).isEqualTo("aaa");
    }
  }

  @Test
  default void nullIsAnArgumentAndAResult() {
    try (Pool pool = pool(1)) {
      assertThat(pool.<Object>apply(() -> null)).isNull();
      assertThat(pool.map(x -> x, Arrays.asList(1, null, 3))).containsExactly(1, null, 3);
    }
  }

  @Test
  @SuppressWarnings({"NullAway", "FutureReturnValueIgnored"}) // nothing is ever begun
  default void whatMustNotBeNullIsNamed() {
    try (Pool pool = pool(1)) {
      List<Integer> items = List.of(1);
      SerializableFunction<Integer, Integer> one = null;
      SerializableBiFunction<Integer, Integer, Integer> two = null;
      SerializableCallable<Integer> none = null;
      Map<String, List<Runnable>> calls =
          Map.of(
              "task",
              List.of(() -> pool.apply(none), () -> pool.applyAsync(none)),
              "function",
              List.of(
                  () -> pool.apply(one, 1),
                  () -> pool.apply(two, 1, 2),
                  () -> pool.applyAsync(one, 1),
                  () -> pool.applyAsync(two, 1, 2),
                  () -> pool.map(one, items),
                  () -> pool.map(two, items, items),
                  () -> pool.mapAsync(one, items),
                  () -> pool.mapOutcomes(one, items),
                  () -> pool.imap(one, items)),
              "options",
              List.of(
                  () -> pool.apply(() -> 1, (TaskOptions) null),
                  () -> pool.applyAsync(() -> 1, (TaskOptions) null),
                  () -> pool.map(PoolTasks::square, items, null),
                  () -> pool.imapOutcomes(PoolTasks::square, items, null)),
              "items",
              List.of(
                  () -> pool.map(PoolTasks::square, null),
                  () -> pool.imap(PoolTasks::square, (Stream<Integer>) null)),
              "pairs",
              List.of(
                  () -> pool.starmap(Integer::sum, null),
                  () -> pool.starmapAsync(Integer::sum, null)),
              "first",
              List.of(() -> pool.map(Integer::sum, (List<Integer>) null, items)),
              "second",
              List.of(() -> pool.map(Integer::sum, items, (List<Integer>) null)),
              "onSuccess",
              List.of(() -> pool.applyAsync(() -> 1, null, failure -> {})),
              "onFailure",
              List.of(() -> pool.applyAsync(() -> 1, result -> {}, null)));
      calls.forEach((name, each) ->
          assertThat(each)
              .allSatisfy(call ->
                  assertThatNullPointerException().isThrownBy(call::run).withMessage(name)));
      assertThat(pool.stats().submitted()).isZero();
    }
  }

  @Test
  default void waitingForAFutureCanTimeOut(@TempDir Path folder) {
    Board board = Board.in(folder);
    try (Pool pool = pool(1)) {
      CompletableFuture<String> future = pool.applyAsync(() -> board.await("go"));
      assertThatExceptionOfType(TimeoutException.class)
          .isThrownBy(() -> future.get(Delays.WATCH.toMillis(), TimeUnit.MILLISECONDS));
      board.post("go", "late");
      assertThat(future.join()).isEqualTo("late");
    }
  }

  @Test
  default void callsExactlyOneCallbackOnce() throws Exception {
    try (Pool pool = pool(2)) {
      List<Object> results = Collections.synchronizedList(new ArrayList<>());
      List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
      PoolTasks.get(pool.<Integer>applyAsync(() -> 1, results::add, failures::add));
      PoolTasks.get(
          pool.mapAsync(
              PoolTasks::square, List.of(1, 2), MapOptions.chunk(1), results::add, failures::add));
      assertThat(results).containsExactly(1, List.of(1, 4));
      assertThat(failures).isEmpty();
      CompletableFuture<String> checked =
          pool.applyAsync(PoolTasks::failChecked, results::add, failures::add);
      assertThatThrownBy(() -> PoolTasks.get(checked)).hasCauseInstanceOf(IOException.class);
      CompletableFuture<List<Integer>> mapped =
          pool.mapAsync(
              PoolTasks::failOn13,
              List.of(13, 33),
              MapOptions.defaults(),
              results::add,
              failures::add);
      assertThatThrownBy(() -> PoolTasks.get(mapped))
          .hasCauseInstanceOf(IllegalArgumentException.class);
      assertThat(results).hasSize(2);
      assertThat(failures).hasSize(2);
      assertThat(failures.get(0)).isInstanceOf(IOException.class);
    }
  }

  @Test
  default void cancellingACallWithCallbacksStopsItAndCallsOne(@TempDir Path folder)
      throws Exception {
    Board board = Board.in(folder);
    try (Pool pool = pool(1)) {
      List<Object> results = Collections.synchronizedList(new ArrayList<>());
      List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
      CompletableFuture<Integer> single =
          pool.applyAsync(
              () -> {
                board.post("single", "runs");
                return Waits.untilInterrupted(1);
              },
              results::add,
              failures::add);
      board.await("single");
      assertThat(single.cancel(true)).isTrue();
      assertThat(single).isCancelled();
      assertThat(Outcome.of(single)).isInstanceOf(Outcome.Cancelled.class);
      CompletableFuture<List<Integer>> several =
          pool.mapAsync(
              number -> {
                board.post("several", "run");
                return Waits.untilInterrupted(number);
              },
              List.of(1),
              MapOptions.defaults(),
              results::add,
              failures::add);
      board.await("several");
      assertThat(several.cancel(true)).isTrue();
      // The only worker is free again.
      assertThat(PoolTasks.get(pool.applyAsync(PoolTasks::square, 3))).isEqualTo(9);
      assertThat(results).isEmpty();
      assertThat(failures).hasSize(2).hasOnlyElementsOfType(CancellationException.class);
    }
  }

  @Test
  default void chainedActionsMayUseThePool() throws Exception {
    try (Pool pool = pool(1)) {
      CompletableFuture<Integer> chained =
          pool.applyAsync(PoolTasks::square, 2).thenApply(x -> pool.apply(PoolTasks::square, x));
      assertThat(PoolTasks.get(chained)).isEqualTo(16);
    }
  }

  @Test
  default void aCancelledTaskThatWaitsIsTakenBack(@TempDir Path folder) throws Exception {
    Board board = Board.in(folder);
    try (Pool pool = pool(1)) {
      CompletableFuture<String> running =
          pool.applyAsync(() -> {
            board.post("running", "");
            return board.await("go");
          });
      board.await("running");
      List<CompletableFuture<Object>> waiting = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        waiting.add(
            pool.applyAsync(() -> {
              board.add("ran", "");
              return null;
            }));
      }
      waiting.forEach(each -> each.cancel(false));
      board.post("go", "");
      PoolTasks.get(running);
      assertThat(waiting).allMatch(CompletableFuture::isCancelled);
    }
    // One may have been handed out ahead of time.
    assertThat(board.all("ran")).hasSizeLessThan(50);
  }

  @Test
  default void uncheckedFailuresComeAsThemselvesWithTheFramesOfBothSides() {
    try (Pool pool = pool(1)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> pool.apply(PoolTasks::failOn13, 13))
          .withMessage("number=13")
          .satisfies(e -> {
            String frames = Arrays.toString(e.getStackTrace());
            assertThat(frames).contains("PoolTasks.failOn13");
            assertThat(frames).contains("PoolCalls");
          });
    }
  }

  @Test
  default void checkedFailuresComeAsCauses() {
    try (Pool pool = pool(1)) {
      assertThatExceptionOfType(CompletionException.class)
          .isThrownBy(() -> pool.apply(PoolTasks::failChecked))
          .havingCause()
          .isInstanceOf(IOException.class)
          .withMessage("checked");
    }
  }

  @Test
  default void errorsComeAsThemselves() {
    try (Pool pool = pool(1)) {
      assertThatExceptionOfType(AssertionError.class)
          .isThrownBy(() ->
              pool.<Object>apply(() -> {
                throw new AssertionError("wrong");
              }))
          .withMessageContaining("wrong");
      assertThatExceptionOfType(StackOverflowError.class)
          .isThrownBy(() -> pool.apply(PoolCalls::deeper, 0));
      assertThat(pool.apply(PoolTasks::square, 3)).isEqualTo(9);
    }
  }

  @SuppressWarnings("InfiniteRecursion")
  private static int deeper(int depth) {
    return deeper(depth + 1) + 1;
  }

  @Test
  default void aFailureOfAFutureIsTheTasksOwn() {
    try (Pool pool = pool(1)) {
      CompletableFuture<Integer> future = pool.applyAsync(PoolTasks::failOn13, 13);
      assertThatThrownBy(() -> PoolTasks.get(future))
          .hasCauseInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  default void everyItemRunsAndTheFirstFailureIsThrown(@TempDir Path folder) {
    Board board = Board.in(folder);
    try (Pool pool = pool(2)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() ->
              pool.map(
                  number -> {
                    board.post("ran" + number, "");
                    return PoolTasks.failOn13(number);
                  },
                  PoolTasks.upTo(60)))
          .withMessage("number=13");
    }
    assertThat(board.all("ran")).hasSize(60);
  }

  @Test
  default void largeFailuresDoNotStopTheOthers() throws Exception {
    try (Pool pool = pool(2)) {
      List<CompletableFuture<List<Integer>>> futures = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        futures.add(
            pool.mapAsync(
                number -> {
                  throw new IllegalStateException("x".repeat(1 << 20));
                },
                PoolTasks.upTo(4)));
      }
      pool.shutdown();
      assertThat(pool.awaitTermination(Delays.PATIENT)).isTrue();
      for (CompletableFuture<List<Integer>> future : futures) {
        assertThatThrownBy(() -> PoolTasks.get(future))
            .hasCauseInstanceOf(IllegalStateException.class);
      }
    }
  }
}
