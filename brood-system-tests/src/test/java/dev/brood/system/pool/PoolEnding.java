package dev.brood.system.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.brood.pool.MapOptions;
import dev.brood.pool.Pool;
import dev.brood.pool.Retries;
import dev.brood.pool.TaskOptions;
import dev.brood.system.support.Board;
import dev.brood.system.support.Delays;
import dev.brood.system.support.Waits;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a pool ends, and what becomes of its work. */
interface PoolEnding extends PoolPlace {

  @Test
  default void closeWaitsForWhatWasSubmitted() throws Exception {
    List<CompletableFuture<Integer>> futures = new ArrayList<>();
    CompletableFuture<List<Integer>> map;
    try (Pool pool = pool(2)) {
      for (int i = 0; i < 100; i++) {
        futures.add(pool.applyAsync(PoolTasks::square, i));
      }
      map = pool.mapAsync(PoolTasks::square, PoolTasks.upTo(1000));
    }
    for (int i = 0; i < 100; i++) {
      assertThat(PoolTasks.get(futures.get(i))).isEqualTo(i * i);
    }
    assertThat(PoolTasks.get(map)).hasSize(1000);
  }

  @Test
  default void takesNothingAfterShutdown() throws Exception {
    Pool pool = pool(2);
    assertThat(pool.isShutdown()).isFalse();
    assertThat(pool.isTerminated()).isFalse();
    pool.shutdown();
    assertThat(pool.isShutdown()).isTrue();
    List<Runnable> calls =
        List.of(
            () -> pool.apply(PoolTasks::square, 1),
            () -> pool.<Integer>apply(() -> 1),
            () -> pool.applyAsync(PoolTasks::square, 1).join(),
            () -> pool.map(PoolTasks::square, List.of(1)),
            () -> pool.mapAsync(PoolTasks::square, List.of(1)).join(),
            () -> pool.starmap(Integer::sum, List.of(Map.entry(1, 2))),
            () -> pool.starmapAsync(Integer::sum, List.of(Map.entry(1, 2))).join(),
            () -> pool.imap(PoolTasks::square, List.of(1)).forEach(x -> {}),
            () -> pool.imapUnordered(PoolTasks::square, List.of(1)).forEach(x -> {}));
    for (Runnable call : calls) {
      assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(call::run);
    }
    assertThat(pool.awaitTermination(Delays.PATIENT)).isTrue();
    assertThat(pool.isTerminated()).isTrue();
    for (Runnable call : calls) {
      assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(call::run);
    }
    pool.close();
    pool.shutdown();
    pool.shutdownNow();
  }

  @Test
  default void takesNothingNewWhileAMapGoesOnAfterTheShutdown(@TempDir Path folder)
      throws Exception {
    Board board = Board.in(folder);
    try (Pool pool = pool(2)) {
      CompletableFuture<List<Integer>> map =
          pool.mapAsync(
              number -> {
                board.await("go");
                return number;
              },
              PoolTasks.upTo(20));
      CompletableFuture<Integer> again =
          pool.applyAsync(
              () -> {
                board.await("go");
                if (board.postFirst("failed")) {
                  throw new IllegalStateException("once");
                }
                return 1;
              },
              TaskOptions.defaults().withRetries(Retries.onTaskError(2)));
      pool.shutdown();
      List<Runnable> calls =
          List.of(
              () -> pool.apply(PoolTasks::square, 1),
              () -> pool.applyAsync(PoolTasks::square, 1).join(),
              () -> pool.map(PoolTasks::square, List.of(1)),
              () -> pool.imap(PoolTasks::square, List.of(1)).forEach(x -> {}));
      for (Runnable call : calls) {
        assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(call::run);
      }
      board.post("go", "on");
      assertThat(PoolTasks.get(map)).hasSize(20);
      assertThat(PoolTasks.get(again)).isEqualTo(1);
    }
  }

  @Test
  default void shutdownNowEndsAMapWhoseInputNeverEnds() throws Exception {
    try (Pool pool = pool(2)) {
      AtomicInteger taken = new AtomicInteger();
      CompletableFuture<List<Integer>> map =
          CompletableFuture.supplyAsync(
              () -> pool.map(PoolTasks::square, PoolTasks.endless(taken)),
              Thread::startVirtualThread);
      CompletableFuture<Object> outcomes =
          CompletableFuture.supplyAsync(
              () -> pool.mapOutcomes(PoolTasks::square, PoolTasks.endless(taken)),
              Thread::startVirtualThread);
      Waits.until("both read", () -> taken.get() > 100);
      pool.shutdownNow();
      Waits.until("both have ended", () -> map.isDone() && outcomes.isDone());
      assertThat(map).isCompletedExceptionally();
    }
  }

  @Test
  default void awaitTerminationTellsWhenTimeIsUp(@TempDir Path folder) throws Exception {
    Board board = Board.in(folder);
    try (Pool pool = pool(1)) {
      CompletableFuture<String> running = pool.applyAsync(() -> board.await("go"));
      pool.shutdown();
      assertThat(pool.awaitTermination(Delays.WATCH)).isFalse();
      assertThat(pool.awaitTermination(Duration.ZERO)).isFalse();
      assertThat(pool.isTerminated()).isFalse();
      board.post("go", "on");
      assertThat(pool.awaitTermination(Delays.PATIENT)).isTrue();
      assertThat(PoolTasks.get(running)).isEqualTo("on");
    }
  }

  @Test
  default void timesMayBeForEver() throws Exception {
    Duration forEver = ChronoUnit.FOREVER.getDuration();
    try (Pool pool =
        builder()
            .workers(1)
            .maxWorkerAge(forEver)
            .idleTimeout(forEver)
            .interruptGrace(forEver)
            .restartLimit(1, forEver)
            .taskTimeout(forEver)
            .build()) {
      assertThat(pool.apply(PoolTasks::square, 3)).isEqualTo(9);
      pool.shutdown();
      assertThat(pool.awaitTermination(forEver)).isTrue();
      assertThat(pool.awaitTermination(forEver.negated())).isTrue();
    }
  }

  @Test
  default void shutdownNowStopsTenThousandTasks(@TempDir Path folder) throws Exception {
    Board board = Board.in(folder);
    Pool pool = pool(2);
    List<CompletableFuture<Integer>> futures = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      futures.add(
          pool.applyAsync(
              number -> {
                board.post("up" + number, "");
                return Waits.untilInterrupted(number);
              },
              i));
    }
    board.await("up", 2);
    long start = System.nanoTime();
    pool.shutdownNow();
    assertThat(pool.awaitTermination(Delays.PATIENT)).isTrue();
    assertThat(System.nanoTime() - start).isLessThan(Delays.PROMPT.toNanos());
    int cancelled = 0;
    for (CompletableFuture<Integer> future : futures) {
      try {
        PoolTasks.get(future);
      } catch (CancellationException e) {
        cancelled++;
      }
    }
    assertThat(cancelled).isGreaterThanOrEqualTo(9_998);
  }

  @Test
  default void shutdownNowReleasesThoseWhoWait(@TempDir Path folder) throws Exception {
    Board board = Board.in(folder);
    ConcurrentLinkedQueue<Throwable> thrown = new ConcurrentLinkedQueue<>();
    CountDownLatch done = new CountDownLatch(4);
    Pool pool = pool(1);
    List<Runnable> calls =
        List.of(
            () -> pool.apply(x -> hang(board, x), 0),
            () -> pool.map(x -> hang(board, x), PoolTasks.upTo(100)),
            () ->
                pool.imap(
                        x -> hang(board, x),
                        PoolTasks.endless(new AtomicInteger()),
                        MapOptions.chunk(1).withInFlight(2))
                    .forEach(x -> {}),
            () -> pool.mapAsync(x -> hang(board, x), PoolTasks.upTo(100)).join());
    for (Runnable call : calls) {
      Thread.ofVirtual()
          .start(() -> {
            try {
              call.run();
            } catch (Throwable t) {
              thrown.add(t);
            }
            done.countDown();
          });
    }
    board.await("hanging", 1);
    pool.shutdownNow();
    assertThat(pool.awaitTermination(Delays.PATIENT)).isTrue();
    assertThat(done.await(Delays.PATIENT.toMillis(), TimeUnit.MILLISECONDS)).isTrue();
    assertThat(thrown)
        .hasSizeGreaterThanOrEqualTo(3)
        .allMatch(t ->
            t instanceof CancellationException
                || t instanceof RejectedExecutionException
                || t.getCause() instanceof CancellationException);
  }

  private static int hang(Board board, int number) {
    board.add("hanging", number);
    return Waits.untilInterrupted(number);
  }

  @Test
  default void anInterruptedCloseStopsThePool(@TempDir Path folder) throws Exception {
    Board board = Board.in(folder);
    Pool pool = pool(1);
    CompletableFuture<Integer> running = pool.applyAsync(x -> hang(board, x), 0);
    board.await("hanging", 1);
    AtomicReference<Boolean> flag = new AtomicReference<>();
    Thread closer =
        Thread.ofPlatform()
            .start(() -> {
              pool.close();
              flag.set(Thread.currentThread().isInterrupted());
            });
    closer.interrupt();
    assertThat(closer.join(Delays.PATIENT)).isTrue();
    assertThat(flag.get()).isTrue();
    assertThat(pool.isTerminated()).isTrue();
    assertThat(running.isDone() || pool.isTerminated()).isTrue();
  }

  @Test
  default void aPoolThatDidNothingClosesAtOnce() {
    for (int i = 0; i < 3; i++) {
      pool(2).close();
    }
    Pool pool = builder().workers(1).name("idler").build();
    assertThat(pool.name()).isEqualTo("idler");
    assertThat(pool.toString()).contains("idler");
    pool.close();
    assertThat(pool.isTerminated()).isTrue();
  }
}
