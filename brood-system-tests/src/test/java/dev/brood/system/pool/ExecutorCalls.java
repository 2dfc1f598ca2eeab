package dev.brood.system.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.brood.exception.TaskTimeoutException;
import dev.brood.function.SerializableCallable;
import dev.brood.pool.ProcessPoolExecutor;
import dev.brood.pool.TaskOptions;
import dev.brood.progress.Progress;
import dev.brood.sync.Event;
import dev.brood.system.support.Board;
import dev.brood.system.support.Delays;
import dev.brood.system.support.Waits;
import java.io.IOException;
import java.nio.file.Path;
import java.util.AbstractCollection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What an {@link ExecutorService} does with one task and with several. */
interface ExecutorCalls extends ExecutorPlace {

  /** A task where only the types of the JDK are known. */
  static <T> Callable<T> task(SerializableCallable<T> task) {
    return task;
  }

  @Test
  default void submitsTasksOfAllKinds(@TempDir Path folder) throws Exception {
    Board board = Board.in(folder);
    try (ProcessPoolExecutor executor = executor(1)) {
      assertThat(PoolTasks.get(executor.submit(() -> 256))).isEqualTo(256);
      assertThat(PoolTasks.get(executor.submit(PoolTasks::square, 16))).isEqualTo(256);
      assertThat(PoolTasks.get(executor.submit(Integer::sum, 6, 250))).isEqualTo(256);
      assertThat(PoolTasks.get(executor.submit(() -> board.post("ran first", ""), "fixed")))
          .isEqualTo("fixed");
      assertThat(board.has("ran first")).isTrue();
      assertThat(PoolTasks.<Object>get(uncertain(executor.submit(() -> board.post("ran", "")))))
          .isNull();
      assertThat(board.has("ran")).isTrue();
      ExecutorService jdk = executor;
      assertThat(PoolTasks.get(jdk.submit(task(() -> 256)))).isEqualTo(256);
      Runnable posts = (Runnable & java.io.Serializable) () -> board.post("ran again", "");
      assertThat(PoolTasks.get(jdk.submit(posts, "fixed"))).isEqualTo("fixed");
      assertThat(board.has("ran again")).isTrue();
    }
  }

  @SuppressWarnings("unchecked")
  private static Future<Object> uncertain(Future<?> future) {
    return (Future<Object>) future;
  }

  @Test
  default void aTaskOfAnyKindRunsOnTheTermsThatItIsGiven(@TempDir Path folder) throws Exception {
    Board board = Board.in(folder);
    TaskOptions brief = TaskOptions.defaults().withTimeout(Delays.WATCH);
    Runnable posts = (Runnable & java.io.Serializable) () -> stopped(board);
    try (ProcessPoolExecutor executor = executor(1)) {
      executor.submit(() -> 0).join();
      List<CompletableFuture<?>> futures =
          List.of(
              executor.submit(() -> stops(board), brief),
              executor.submit(() -> stopped(board), brief),
              executor.submit(posts, brief),
              executor.submit(x -> stopped(board) + x, 1, brief));
      for (CompletableFuture<?> each : futures) {
        assertThatExceptionOfType(ExecutionException.class)
            .isThrownBy(() -> PoolTasks.get(each))
            .withCauseInstanceOf(TaskTimeoutException.class);
      }
      assertThat(PoolTasks.get(executor.submit(Integer::sum, 1, 2))).isEqualTo(3);
    }
  }

  private static int stopped(Board board) {
    board.add("began", "");
    return Waits.untilInterrupted(0);
  }

  @Test
  default void tasksMustBeThere() {
    try (ProcessPoolExecutor executor = executor(1)) {
      assertThatNullPointerException().isThrownBy(() -> executor.submit((Callable<?>) null));
      assertThatNullPointerException().isThrownBy(() -> executor.submit((Runnable) null));
      assertThatNullPointerException().isThrownBy(() -> executor.execute((Runnable) null));
      assertThatIllegalArgumentException().isThrownBy(() -> executor.invokeAny(List.of()));
      assertThatNullPointerException()
          .isThrownBy(() -> executor.invokeAll(Collections.singletonList(null)));
    }
  }

  @Test
  default void executeRunsAndAFailureHarmsNobody(@TempDir Path folder) throws Exception {
    Board board = Board.in(folder);
    try (ProcessPoolExecutor executor = executor(1)) {
      executor.execute(() -> PoolTasks.failOn13(13));
      executor.execute(() -> board.post("ran", ""));
      board.await("ran");
      assertThat(PoolTasks.get(executor.submit(() -> 1))).isEqualTo(1);
    }
  }

  @Test
  default void invokeAllReturnsWhenAllHaveEnded() throws Exception {
    try (ProcessPoolExecutor executor = executor(2)) {
      List<Future<Integer>> futures =
          executor.invokeAll(List.of(() -> 1, () -> PoolTasks.failOn13(13), () -> 3));
      assertThat(futures)
          .extracting(Future::state)
          .containsExactly(Future.State.SUCCESS, Future.State.FAILED, Future.State.SUCCESS);
      assertThat(executor.invokeAll(List.<Callable<Integer>>of())).isEmpty();
    }
  }

  @Test
  default void tasksThatAreKnownAsThoseOfTheJdkAreInvokedToo() throws Exception {
    try (ProcessPoolExecutor executor = executor(1)) {
      ExecutorService jdk = executor;
      Set<Callable<Integer>> tasks = Set.of(task(() -> 7));
      long minute = 60;
      assertThat(jdk.invokeAll(tasks)).extracting(Future::resultNow).containsExactly(7);
      assertThat(jdk.invokeAll(tasks, minute, TimeUnit.SECONDS))
          .extracting(Future::resultNow)
          .containsExactly(7);
      assertThat(jdk.invokeAny(tasks)).isEqualTo(7);
      assertThat(jdk.invokeAny(tasks, minute, TimeUnit.SECONDS)).isEqualTo(7);
    }
  }

  @ParameterizedTest
  @EnumSource
  default void waitsAsLongAsIsSaidHoweverLong(TimeUnit unit) throws Exception {
    try (ProcessPoolExecutor executor = executor(1)) {
      assertThat(executor.invokeAll(List.of(() -> 1, () -> 2), Long.MAX_VALUE, unit))
          .extracting(Future::resultNow)
          .containsExactly(1, 2);
      int any = executor.invokeAny(List.of(() -> 3), Long.MAX_VALUE, unit);
      assertThat(any).isEqualTo(3);
      executor.shutdown();
      assertThat(executor.awaitTermination(Long.MAX_VALUE, unit)).isTrue();
    }
  }

  @Test
  default void theTimeOfInvokeAllBeginsWithTheCall(@TempDir Path folder) throws Exception {
    Board board = Board.in(folder);
    long time = Delays.NOT_STUCK.toNanos();
    try (ProcessPoolExecutor executor = executor(1)) {
      executor.submit(() -> 0).join();
      long start = System.nanoTime();
      Collection<Callable<String>> slow =
          new AbstractCollection<>() {
            @Override
            public Iterator<Callable<String>> iterator() {
              Waits.until("the time is over", () -> System.nanoTime() - start > time);
              return List.of(task(() -> stops(board))).iterator();
            }

            @Override
            public int size() {
              return 1;
            }
          };
      assertThat(executor.invokeAll(slow, time, TimeUnit.NANOSECONDS))
          .extracting(Future::state)
          .containsExactly(Future.State.CANCELLED);
      assertThat(System.nanoTime() - start).isLessThan(2 * time);
    }
  }

  @Test
  default void invokeAllStopsWhatIsLate(@TempDir Path folder) throws Exception {
    Board board = Board.in(folder);
    try (ProcessPoolExecutor executor = executor(1)) {
      executor.submit(() -> 0).join();
      List<Future<String>> futures =
          executor.invokeAll(
              List.of(() -> "quick", () -> stops(board)),
              Delays.WATCH.toMillis(),
              TimeUnit.MILLISECONDS);
      assertThat(futures)
          .extracting(Future::state)
          .containsExactly(Future.State.SUCCESS, Future.State.CANCELLED);
      board.await("stopped");
    }
  }

  private static String stops(Board board) throws InterruptedException {
    try {
      board.post("running", "");
      Waits.untilInterrupted();
      return "nobody stopped it";
    } finally {
      board.post("stopped", "");
    }
  }

  @Test
  default void anInterruptedInvokeAllStopsItsTasks(@TempDir Path folder) throws Exception {
    Board board = Board.in(folder);
    try (ProcessPoolExecutor executor = executor(1)) {
      AtomicReference<Throwable> thrown = new AtomicReference<>();
      Thread caller =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  executor.invokeAll(List.of(() -> stops(board)));
                } catch (InterruptedException e) {
                  thrown.set(e);
                }
              });
      board.await("running");
      caller.interrupt();
      assertThat(caller.join(Delays.PATIENT)).isTrue();
      assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
      board.await("stopped");
    }
  }

  @Test
  default void invokeAnyReturnsTheFirstSuccessAndStopsTheOthers(@TempDir Path folder)
      throws Exception {
    Board board = Board.in(folder);
    try (ProcessPoolExecutor executor = executor(3)) {
      String first =
          executor.invokeAny(
              List.of(
                  () -> stops(board),
                  PoolTasks::failChecked,
                  () -> {
                    board.await("running");
                    return "won";
                  }));
      assertThat(first).isEqualTo("won");
      board.await("stopped");
    }
  }

  @Test
  default void invokeAnyThrowsWhenAllHaveFailed() {
    try (ProcessPoolExecutor executor = executor(2)) {
      assertThatExceptionOfType(ExecutionException.class)
          .isThrownBy(
              () -> executor.invokeAny(List.of(PoolTasks::failChecked, PoolTasks::failChecked)))
          .withCauseInstanceOf(IOException.class);
    }
  }

  @Test
  default void invokeAnyTimesOut(@TempDir Path folder) throws Exception {
    Board board = Board.in(folder);
    try (ProcessPoolExecutor executor = executor(1)) {
      assertThatExceptionOfType(TimeoutException.class)
          .isThrownBy(() ->
              executor.invokeAny(
                  List.of(() -> {
                    board.await("running");
                    return stops(board);
                  }),
                  Delays.WATCH.toMillis(),
                  TimeUnit.MILLISECONDS));
      assertThat(PoolTasks.get(executor.submit(() -> 1))).isEqualTo(1);
    }
  }

  @Test
  default void aHundredThousandVirtualThreadsWait() throws Exception {
    int callers = 100_000;
    LongAdder sum = new LongAdder();
    try (Event gate = Event.create();
        ProcessPoolExecutor executor = executor(2);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var _ = executor.submit(() -> behind(gate));
      var _ = executor.submit(() -> behind(gate));
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < callers; i++) {
        int number = i;
        all.add(
            threads.submit(() -> {
              sum.add(executor.submit(() -> number % 10).get());
              return null;
            }));
      }
      Waits.until("all wait", () -> executor.stats().submitted() == callers + 2);
      assertThat(executor.stats().answered()).isZero();
      gate.set();
      for (Future<?> each : all) {
        each.get(Delays.STUCK.toMillis(), TimeUnit.MILLISECONDS);
      }
    }
    assertThat(sum.sum()).isEqualTo(450_000);
  }

  private static boolean behind(Event gate) throws InterruptedException {
    gate.await();
    return true;
  }

  /** Nobody submits anything else until all of a round are answered: who waited in vain is seen. */
  @Test
  default void allOfEveryBurstAreAnswered() throws Exception {
    int callers = 4;
    int rounds = 400;
    CyclicBarrier round = new CyclicBarrier(callers);
    try (ProcessPoolExecutor executor = executor(2);
        ExecutorService threads = Executors.newFixedThreadPool(callers)) {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < callers; i++) {
        Random random = new Random(i);
        all.add(
            threads.submit(() -> {
              for (int r = 0; r < rounds; r++) {
                burst(executor, random);
                round.await(Delays.STUCK.toMillis(), TimeUnit.MILLISECONDS);
              }
              return null;
            }));
      }
      for (Future<?> each : all) {
        each.get(Delays.STUCK.toMillis(), TimeUnit.MILLISECONDS);
      }
      assertThat(executor.stats().answered()).isEqualTo(executor.stats().submitted());
    }
  }

  private static void burst(ProcessPoolExecutor executor, Random random) throws Exception {
    List<Future<Integer>> results = new ArrayList<>();
    int size = random.nextInt(4) == 0 ? random.nextInt(200) : random.nextInt(4);
    for (int i = 0; i < size; i++) {
      results.add(executor.submit(PoolTasks::square, i));
    }
    for (int i = 0; i < size; i++) {
      assertThat(PoolTasks.get(results.get(i))).isEqualTo(i * i);
    }
  }

  @Test
  default void aTaskMayUseAnExecutorOfItsOwn() throws Exception {
    try (ProcessPoolExecutor executor = executor(2)) {
      List<CompletableFuture<Integer>> futures = new ArrayList<>();
      for (int i = 1; i <= 2; i++) {
        int number = i;
        futures.add(executor.submit(() -> nested(number)));
      }
      assertThat(PoolTasks.get(futures.get(0))).isEqualTo(1);
      assertThat(PoolTasks.get(futures.get(1))).isEqualTo(4);
    }
  }

  private static int nested(int number) {
    try (ProcessPoolExecutor inner = ProcessPoolExecutor.of(1)) {
      return inner.submit(PoolTasks::square, number).join();
    }
  }

  @Test
  default void tellsHowSingleCallsGo() throws Exception {
    ConcurrentLinkedQueue<Progress> told = new ConcurrentLinkedQueue<>();
    try (ProcessPoolExecutor executor = executors().workers(1).progress(told::add).build()) {
      for (int i = 0; i < 100; i++) {
        var _ = executor.submit(PoolTasks::failOn13, i);
      }
      executor.pool().apply(() -> 1);
    }
    List<Progress> all = List.copyOf(told);
    Progress last = all.getLast();
    assertThat(last.ended()).isTrue();
    assertThat(last.done()).isEqualTo(101);
    assertThat(last.failed()).isEqualTo(5);
    assertThat(last.total()).hasValue(101);
    assertThat(all).filteredOn(Progress::ended).hasSize(1);
    assertThat(all).extracting(Progress::done).isSorted();
    assertThat(all).allMatch(each -> each.done() <= each.total().orElseThrow());
  }
}
