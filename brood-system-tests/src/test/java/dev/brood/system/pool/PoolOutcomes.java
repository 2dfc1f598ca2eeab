package dev.brood.system.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.brood.exception.BrokenPoolException;
import dev.brood.exception.NotSendableException;
import dev.brood.exception.TaskTimeoutException;
import dev.brood.exception.WorkerDeath;
import dev.brood.exception.WorkerDiedException;
import dev.brood.pool.MapOptions;
import dev.brood.pool.Outcome;
import dev.brood.pool.Outcome.Cancelled;
import dev.brood.pool.Outcome.Failed;
import dev.brood.pool.Outcome.Succeeded;
import dev.brood.pool.Outcome.Task;
import dev.brood.pool.Pool;
import dev.brood.pool.Retries;
import dev.brood.pool.TaskOptions;
import dev.brood.system.support.Board;
import dev.brood.system.support.Delays;
import dev.brood.system.support.Waits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a task throws is its failure, whatever it is: only the pool says what the pool says. */
interface PoolOutcomes extends PoolPlace {

  /** What a task may throw, and a pool too. */
  enum Thrown {
    CANCELLATION,
    REJECTION,
    BREAK,
    UNSENDABLE,
    DEATH,
    TIMEOUT;

    RuntimeException make() {
      return switch (this) {
        case CANCELLATION -> new CancellationException("of the task");
        case REJECTION -> new RejectedExecutionException("of the task");
        case BREAK -> new BrokenPoolException("of the task");
        case UNSENDABLE -> new NotSendableException("item", "a.Thing", "of the task", "", null);
        case DEATH ->
            new WorkerDiedException(
                new WorkerDeath("another", 4711, 1, 0, "of the task", List.of(), null), null, 99);
        case TIMEOUT ->
            new TaskTimeoutException(
                TaskTimeoutException.Limit.TIMEOUT, Duration.ofDays(1), "of the task", 99, 4711);
      };
    }

    Integer fail() {
      throw make();
    }
  }

  private static void assertFailed(Outcome<Integer> outcome, Thrown thrown, Task task) {
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Failed.class,
            failed -> {
              assertThat(failed.cause())
                  .isInstanceOf(thrown.make().getClass())
                  .hasMessageContaining("of the task");
              assertThat(failed.index()).isEqualTo(task.index());
              assertThat(failed.label()).isEqualTo(task.label());
              assertThat(failed.task().pid()).isEqualTo(task.pid());
            });
  }

  /** Returns the pid of the one worker; a thread of this JVM has none of its own. */
  private static long pidOf(Pool pool) {
    return pool.workerPids().isEmpty() ? -1 : pool.workerPids().getFirst();
  }

  @ParameterizedTest
  @EnumSource
  default void whatATaskThrowsIsItsFailure(Thrown thrown) {
    TaskOptions risky = TaskOptions.defaults().withLabel("risky");
    try (Pool pool = pool(1)) {
      List<Outcome<Integer>> outcomes =
          pool.mapOutcomes(
              number -> number == 3 ? thrown.fail() : number,
              PoolTasks.upTo(6),
              MapOptions.chunk(6).withTask(risky));
      for (int i = 0; i < 6; i++) {
        if (i == 3) {
          assertFailed(outcomes.get(3), thrown, new Task(3, "risky", pidOf(pool)));
        } else {
          assertThat(outcomes.get(i)).isEqualTo(new Succeeded<>(i, i));
        }
      }
      CompletableFuture<Integer> future = pool.applyAsync(thrown::fail, risky);
      assertThatExceptionOfType(ExecutionException.class)
          .isThrownBy(() -> PoolTasks.get(future))
          .withCauseInstanceOf(thrown.make().getClass());
      assertThat(future.state()).isEqualTo(Future.State.FAILED);
      Outcome<Integer> outcome = Outcome.of(future);
      assertFailed(outcome, thrown, new Task(outcome.index(), "risky", pidOf(pool)));
      assertThat(outcome.index()).isZero();
      assertThat(pool.stats().died()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  default void whatATaskThrowsIsChargedToTheErrorsOfTasks(Thrown thrown, @TempDir Path folder)
      throws Exception {
    Board board = Board.in(folder);
    Retries three = Retries.onTaskError(3);
    TaskOptions again = TaskOptions.defaults().withRetries(three);
    TaskOptions never = TaskOptions.defaults().withRetries(Retries.onWorkerDeath(3));
    try (Pool pool = pool(1)) {
      assertThat(
              pool.map(
                  number -> board.postFirst("map" + number) ? thrown.fail() : number,
                  PoolTasks.upTo(3),
                  MapOptions.chunk(3).withTask(again)))
          .isEqualTo(PoolTasks.upTo(3));
      assertThat(
              PoolTasks.get(
                  pool.applyAsync(() -> board.postFirst("future") ? thrown.fail() : 1, again)))
          .isEqualTo(1);
      assertThat(pool.<Integer>apply(() -> board.postFirst("call") ? thrown.fail() : 1, again))
          .isEqualTo(1);
      CompletableFuture<Integer> once =
          pool.applyAsync(
              () -> {
                board.add("once", "");
                return thrown.fail();
              },
              never);
      Waits.until("its end", once::isDone);
      assertThat(board.all("once")).hasSize(1);
    }
  }

  @Test
  default void whatATaskThrewIsNoDeadline(@TempDir Path folder) {
    Board board = Board.in(folder);
    Duration deadline = Delays.WATCH.multipliedBy(2);
    try (Pool pool = pool(1)) {
      pool.apply(PoolTasks::square, 1);
      long start = System.nanoTime();
      try (Stream<Outcome<Integer>> outcomes =
          pool.imapOutcomes(
              number -> {
                if (number == 1) {
                  board.postFirst("thrown");
                  Thrown.CANCELLATION.fail();
                }
                return number == 2 ? Waits.untilInterrupted(2) : number;
              },
              PoolTasks.upTo(3),
              MapOptions.chunk(1).withDeadline(deadline))) {
        Iterator<Outcome<Integer>> each = outcomes.iterator();
        assertThat(each.next()).isEqualTo(new Succeeded<>(0, 0));
        Waits.until("the second", () -> board.has("thrown"));
        Waits.until(
            "the deadline", () -> System.nanoTime() - start > deadline.multipliedBy(2).toNanos());
        assertThat(each.next()).isInstanceOf(Failed.class);
        assertThat(each.next())
            .isInstanceOfSatisfying(
                Outcome.TimedOut.class, late -> assertThat(late.index()).isEqualTo(2));
      }
    }
  }

  @Test
  default void aDeadlineEndsTheReadingOfAnInputWhoseSizeIsNotKnown() {
    MapOptions options = MapOptions.chunk(1).withDeadline(Delays.WATCH);
    try (Pool pool = pool(1)) {
      AtomicInteger read = new AtomicInteger();
      List<Outcome<Integer>> listed =
          pool.mapOutcomes(Waits::untilInterrupted, PoolTasks.endless(read), options);
      assertAllLate(listed, read.get());
      read.set(0);
      try (Stream<Outcome<Integer>> streamed =
          pool.imapOutcomes(Waits::untilInterrupted, PoolTasks.endless(read), options)) {
        List<Outcome<Integer>> all = streamed.toList();
        assertAllLate(all, read.get());
      }
      assertThatExceptionOfType(TaskTimeoutException.class)
          .isThrownBy(() ->
              pool.map(Waits::untilInterrupted, PoolTasks.endless(new AtomicInteger()), options));
      assertThat(pool.apply(PoolTasks::square, 3)).isEqualTo(9);
    }
  }

  private static void assertAllLate(List<Outcome<Integer>> outcomes, int read) {
    assertThat(outcomes).hasSize(read);
    for (int i = 0; i < read; i++) {
      assertThat(outcomes.get(i)).isInstanceOf(Outcome.TimedOut.class);
      assertThat(outcomes.get(i).index()).isEqualTo(i);
    }
  }

  @Test
  default void aDeadlineAlsoEndsTheReadingOfAChunk() {
    AtomicInteger read = new AtomicInteger();
    Iterator<Integer> endless = PoolTasks.endless(read).iterator();
    Iterable<Integer> slow =
        () -> Stream.generate(endless::next).peek(number -> pauseForInput()).iterator();
    try (Pool pool = pool(1)) {
      List<Outcome<Integer>> outcomes =
          pool.mapOutcomes(
              PoolTasks::square, slow, MapOptions.chunk(100_000).withDeadline(Delays.WATCH));
      assertThat(read.get()).isLessThan(100_000);
      assertThat(outcomes).hasSizeLessThanOrEqualTo(read.get());
    }
  }

  /** What an input takes for an element. */
  private static void pauseForInput() {
    LockSupport.parkNanos(1_000_000);
  }

  @Test
  default void theOutcomeOfAFutureKnowsWhatTheTaskItselfThrew() {
    try (Pool pool = pool(1)) {
      CompletableFuture<Integer> nested =
          pool.applyAsync(() -> {
            throw new CompletionException(new IllegalStateException("of a task of its own"));
          });
      Waits.until("its end", nested::isDone);
      assertThat(Outcome.of(nested))
          .isInstanceOfSatisfying(
              Failed.class,
              failed -> {
                assertThat(failed.cause()).isInstanceOf(CompletionException.class);
                assertThat(failed.index()).isNotNegative();
              });
      CompletableFuture<Integer> called =
          pool.applyAsync(
              () -> {
                throw new CancellationException("the task's own");
              },
              result -> {},
              failure -> {});
      Waits.until("its end", called::isDone);
      assertThat(Outcome.of(called))
          .isInstanceOfSatisfying(
              Failed.class,
              failed -> assertThat(failed.cause()).hasMessageContaining("the task's own"));
    }
  }

  @Test
  default void theOutcomeOfAFutureSaysHowItsTaskEnded() {
    try (Pool pool = pool(1)) {
      CompletableFuture<Integer> running = pool.applyAsync(() -> Waits.untilInterrupted(1));
      assertThatIllegalStateException().isThrownBy(() -> Outcome.of(running));
      CompletableFuture<Integer> waiting = pool.applyAsync(PoolTasks::square, 3);
      waiting.cancel(true);
      assertThat(Outcome.of(waiting)).isInstanceOf(Cancelled.class);
      running.cancel(true);
      assertThat(Outcome.of(running).index()).isLessThan(Outcome.of(waiting).index());
      CompletableFuture<Integer> done = pool.applyAsync(PoolTasks::square, 4);
      assertThat(done.join()).isEqualTo(16);
      assertThat(Outcome.of(done).get()).isEqualTo(16);
      assertThat(Outcome.of(done).index()).isPositive();
      assertThat(Outcome.of(CompletableFuture.completedFuture(1)))
          .isEqualTo(new Succeeded<>(1, Task.NO_INDEX));
      CompletableFuture<Integer> lost = pool.applyAsync(() -> Waits.untilInterrupted(1));
      pool.shutdownNow();
      Waits.until("its end", lost::isDone);
      assertThat(Outcome.of(lost))
          .isInstanceOfSatisfying(
              Cancelled.class,
              cancelled -> assertThat(cancelled.cause()).hasMessageContaining("pool="));
    }
  }
}
