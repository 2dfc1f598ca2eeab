package dev.brood.system.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.brood.pool.ProcessPoolExecutor;
import dev.brood.pool.TaskFutures;
import dev.brood.pool.TaskFutures.Until;
import dev.brood.pool.TaskFutures.Waited;
import dev.brood.system.support.Board;
import dev.brood.system.support.Delays;
import dev.brood.system.support.Waits;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Waiting for several futures of an executor. */
class TaskFuturesTest {
  @TempDir private Path folder;
  private final ProcessPoolExecutor executor =
      ProcessPoolExecutor.builder().workers(3).inThisJvm().build();

  @AfterEach
  void close() {
    executor.shutdownNow();
    executor.close();
  }

  private CompletableFuture<String> blocked() {
    Board board = Board.in(folder);
    return executor.submit(() -> board.await("go"));
  }

  private static CompletableFuture<String> done() {
    return CompletableFuture.completedFuture("done");
  }

  private static CompletableFuture<String> failed() {
    return CompletableFuture.failedFuture(new IllegalStateException("failed"));
  }

  private static CompletableFuture<String> cancelled() {
    CompletableFuture<String> future = new CompletableFuture<>();
    future.cancel(true);
    return future;
  }

  @Test
  void waitsForTheFirstToBeDone() throws Exception {
    CompletableFuture<String> blocked = blocked();
    CompletableFuture<String> quick = executor.submit(() -> "quick");
    Waited<String> waited = TaskFutures.await(List.of(blocked, quick), Until.ANY_DONE);
    assertThat(waited.done()).containsExactly(quick);
    assertThat(waited.notDone()).containsExactly(blocked);
  }

  @Test
  void whatIsDoneAlreadyCountsAsFirst() throws Exception {
    CompletableFuture<String> blocked = blocked();
    CompletableFuture<String> done = done();
    CompletableFuture<String> cancelled = cancelled();
    Waited<String> waited = TaskFutures.await(List.of(cancelled, blocked, done), Until.ANY_DONE);
    assertThat(waited.done()).containsExactly(cancelled, done);
    assertThat(waited.notDone()).containsExactly(blocked);
  }

  @Test
  void waitsForTheFirstFailure() throws Exception {
    CompletableFuture<String> blocked = blocked();
    CompletableFuture<String> quick = executor.submit(() -> "quick");
    quick.join();
    CompletableFuture<String> failing =
        executor.submit(() -> {
          throw new IllegalStateException("failing");
        });
    Waited<String> waited =
        TaskFutures.await(List.of(quick, failing, blocked), Until.FIRST_FAILURE);
    assertThat(waited.done()).containsExactly(quick, failing);
    assertThat(waited.notDone()).containsExactly(blocked);
  }

  @Test
  void oneThatHadFailedAlreadyIsTheFirstFailure() throws Exception {
    CompletableFuture<String> blocked = blocked();
    for (CompletableFuture<String> bad : List.of(failed(), cancelled())) {
      CompletableFuture<String> done = done();
      Waited<String> waited = TaskFutures.await(List.of(done, bad, blocked), Until.FIRST_FAILURE);
      assertThat(waited.done()).containsExactly(done, bad);
      assertThat(waited.notDone()).containsExactly(blocked);
    }
  }

  @Test
  void withoutAFailureItWaitsForAll() throws Exception {
    CompletableFuture<String> one = executor.submit(() -> "one");
    Waited<String> waited = TaskFutures.await(List.of(one, done()), Until.FIRST_FAILURE);
    assertThat(waited.done()).hasSize(2);
    assertThat(waited.notDone()).isEmpty();
  }

  @Test
  void waitsForAll() throws Exception {
    CompletableFuture<String> blocked = blocked();
    List<CompletableFuture<String>> all =
        List.of(blocked, failed(), cancelled(), done(), executor.submit(() -> "quick"));
    Board.in(folder).post("go", "");
    assertThat(TaskFutures.await(all, Until.ALL_DONE).done()).isEqualTo(all);
  }

  @Test
  void aTimeOutDividesTheDoneFromTheOthers() throws Exception {
    CompletableFuture<String> blocked = blocked();
    CompletableFuture<String> done = done();
    Waited<String> waited = TaskFutures.await(List.of(blocked, done), Until.ALL_DONE, Delays.WATCH);
    assertThat(waited.done()).containsExactly(done);
    assertThat(waited.notDone()).containsExactly(blocked);
    assertThat(TaskFutures.await(List.of(blocked), Until.ALL_DONE, Duration.ZERO).done()).isEmpty();
  }

  @Test
  void theSameFutureMayStandThereTwice() throws Exception {
    CompletableFuture<String> one = executor.submit(() -> "one");
    assertThat(TaskFutures.await(List.of(one, one), Until.ALL_DONE).done())
        .containsExactly(one, one);
    assertThat(TaskFutures.asCompleted(List.of(one, one))).containsExactly(one, one);
  }

  @Test
  void manyFuturesThatEndWhileTheWaitBegins() throws Exception {
    List<CompletableFuture<Integer>> futures = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      int number = i;
      futures.add(executor.submit(() -> number));
    }
    assertThat(TaskFutures.await(futures, Until.ALL_DONE).done()).hasSize(100);
  }

  @Test
  void anInterruptEndsTheWait() throws Exception {
    CompletableFuture<String> blocked = blocked();
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread waiting =
        Thread.ofVirtual()
            .start(() -> {
              try {
                TaskFutures.await(List.of(blocked), Until.ALL_DONE);
              } catch (InterruptedException e) {
                thrown.set(e);
              }
            });
    waiting.interrupt();
    assertThat(waiting.join(Delays.PATIENT)).isTrue();
    assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
  }

  @Test
  void givesFuturesAsTheyAreCompleted() {
    CompletableFuture<String> blocked = blocked();
    CompletableFuture<String> done = done();
    CompletableFuture<String> quick = executor.submit(() -> "quick");
    Iterator<CompletableFuture<String>> completed =
        TaskFutures.asCompleted(List.of(blocked, done, quick)).iterator();
    assertThat(completed.next()).isSameAs(done);
    assertThat(completed.next()).isSameAs(quick);
    Board.in(folder).post("go", "gone");
    assertThat(completed.next().join()).isEqualTo("gone");
    assertThat(completed.hasNext()).isFalse();
  }

  @Test
  void anInterruptEndsTheStreamOfTheCompleted() throws Exception {
    CompletableFuture<String> blocked = blocked();
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread waiting =
        Thread.ofVirtual()
            .start(() -> {
              try {
                TaskFutures.asCompleted(List.of(blocked)).forEach(each -> {});
              } catch (CancellationException e) {
                thrown.set(e);
              }
            });
    waiting.interrupt();
    assertThat(waiting.join(Delays.PATIENT)).isTrue();
    assertThat(thrown.get()).isInstanceOf(CancellationException.class);
  }

  @Test
  void aStreamOfTheCompletedCanTimeOut() {
    CompletableFuture<String> blocked = blocked();
    CompletableFuture<String> done = done();
    List<CompletableFuture<String>> seen = new ArrayList<>();
    assertThatExceptionOfType(CompletionException.class)
        .isThrownBy(
            () -> TaskFutures.asCompleted(List.of(blocked, done), Delays.WATCH).forEach(seen::add))
        .withCauseInstanceOf(TimeoutException.class)
        .withMessageContaining("1 (of 2) futures are not done");
    assertThat(seen).containsExactly(done);
  }

  @Test
  void aWaitMayTakeForEver() throws Exception {
    Duration forEver = ChronoUnit.FOREVER.getDuration();
    CompletableFuture<String> one = executor.submit(() -> "one");
    assertThat(TaskFutures.await(List.of(one), Until.ALL_DONE, forEver).done()).hasSize(1);
    assertThat(TaskFutures.asCompleted(List.of(one), forEver)).containsExactly(one);
  }

  @ParameterizedTest
  @EnumSource
  void waitingAgainAndAgainLeavesNothing(Until until) throws Exception {
    List<CompletableFuture<String>> futures = pending(1_000);
    for (int i = 0; i < 1_000; i++) {
      assertThat(TaskFutures.await(futures, until, Duration.ZERO).done()).isEmpty();
    }
    assertThat(futures).allMatch(each -> each.getNumberOfDependents() <= 1);
  }

  @Test
  void streamsThatEndEarlyLeaveNothing() {
    List<CompletableFuture<String>> futures = pending(10);
    for (int i = 0; i < 1_000; i++) {
      assertThatExceptionOfType(CompletionException.class)
          .isThrownBy(() -> TaskFutures.asCompleted(futures, Duration.ZERO).forEach(each -> {}));
      TaskFutures.asCompleted(futures).close();
    }
    assertThat(futures).allMatch(each -> each.getNumberOfDependents() <= 1);
  }

  private static List<CompletableFuture<String>> pending(int count) {
    return Stream.generate(CompletableFuture<String>::new).limit(count).toList();
  }

  @Test
  void aFutureThatWasGivenIsNotKept() {
    List<CompletableFuture<String>> futures = new ArrayList<>(pending(3));
    Iterator<CompletableFuture<String>> completed = TaskFutures.asCompleted(futures).iterator();
    futures.get(1).complete("done");
    WeakReference<?> given = takeFrom(completed, futures);
    Waits.until(
        "it is collected",
        () -> {
          System.gc();
          return given.refersTo(null);
        });
    futures.forEach(each -> each.complete("later"));
    assertThat(completed).toIterable().hasSize(2);
  }

  private static <T> WeakReference<T> takeFrom(Iterator<T> from, List<T> held) {
    T next = from.next();
    held.remove(next);
    return new WeakReference<>(next);
  }
}
