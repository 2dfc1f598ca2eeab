package dev.brood.system.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.brood.function.SerializableFunction;
import dev.brood.pool.MapOptions;
import dev.brood.pool.Outcome;
import dev.brood.pool.Pool;
import dev.brood.pool.TaskContext;
import dev.brood.pool.TaskFutures;
import dev.brood.system.pool.PoolLimits.Dawdling;
import dev.brood.system.support.Board;
import dev.brood.system.support.Delays;
import dev.brood.system.support.Waits;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tasks that are cancelled, by hand or by the failure of another. */
interface PoolStopping extends PoolPlace {

  @ParameterizedTest
  @EnumSource
  default void aRunningTaskIsReallyStopped(Dawdling dawdling, @TempDir Path folder) {
    Board board = Board.in(folder);
    try (Pool pool = builder().workers(1).build()) {
      int before = pool.apply(() -> TaskContext.current().worker());
      CompletableFuture<Integer> future =
          pool.applyAsync(() -> {
            board.post("running", "");
            return dawdling.dawdle();
          });
      board.await("running");
      assertThat(future.cancel(true)).isTrue();
      assertThatExceptionOfType(CancellationException.class).isThrownBy(future::join);
      int after = pool.apply(() -> TaskContext.current().worker());
      assertThat(after == before).as("the worker was kept").isEqualTo(dawdling.letsGo());
    }
  }

  @Test
  default void aRunningTaskThatIsCancelledSoftlyGoesOn(@TempDir Path folder) {
    Board board = Board.in(folder);
    try (Pool pool = builder().workers(1).build()) {
      CompletableFuture<Integer> future =
          pool.applyAsync(() -> {
            board.post("running", "");
            board.await("go");
            board.post("interrupted", Thread.currentThread().isInterrupted());
            return 1;
          });
      board.await("running");
      assertThat(future.cancel(false)).isTrue();
      board.post("go", "");
      assertThat(board.await("interrupted")).isEqualTo("false");
      assertThat(pool.apply(PoolTasks::square, 3)).isEqualTo(9);
    }
  }

  @Test
  default void waitingTasksThatAreCancelledNeverBegin(@TempDir Path folder) throws Exception {
    Board board = Board.in(folder);
    try (Pool pool = builder().workers(1).build()) {
      CompletableFuture<Integer> first =
          pool.applyAsync(() -> {
            board.await("go");
            return 0;
          });
      List<CompletableFuture<Integer>> others = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        others.add(
            pool.applyAsync(
                number -> {
                  board.post("begun-" + number, "");
                  return number;
                },
                i));
      }
      for (int i = 0; i < 100; i += 2) {
        assertThat(others.get(i).cancel(i % 4 == 0)).isTrue();
      }
      board.post("go", "");
      assertThat(PoolTasks.get(first)).isZero();
      for (int i = 1; i < 100; i += 2) {
        assertThat(PoolTasks.get(others.get(i))).isEqualTo(i);
      }
      assertThat(board.all("begun-")).hasSize(50);
    }
  }

  @Test
  default void manyWaitingTasksAreCancelledAndNoOthers(@TempDir Path folder) throws Exception {
    Board board = Board.in(folder);
    try (Pool pool = builder().workers(1).build()) {
      CompletableFuture<String> first =
          pool.applyAsync(() -> {
            board.post("running", "");
            return board.await("go");
          });
      board.await("running");
      List<CompletableFuture<Integer>> others = new ArrayList<>();
      for (int i = 0; i < 20_000; i++) {
        others.add(pool.applyAsync(PoolTasks::square, i));
      }
      CompletableFuture<Integer> last = pool.applyAsync(PoolTasks::square, 9);
      Collections.shuffle(others, new Random(1));
      TaskFutures.cancelAll(others);
      assertThat(others).allMatch(CompletableFuture::isCancelled);
      assertThat(pool.stats().waiting()).isEqualTo(1);
      board.post("go", "on");
      assertThat(PoolTasks.get(first)).isEqualTo("on");
      assertThat(PoolTasks.get(last)).isEqualTo(81);
      assertThat(pool.stats().answered()).isEqualTo(2);
    }
  }

  @Test
  default void prefetchedTasksThatAreCancelledNeverBegin(@TempDir Path folder) throws Exception {
    Board board = Board.in(folder);
    try (Pool pool = builder().workers(1).interruptGrace(Delays.PATIENT).build()) {
      // The pool learns that calls are quick, and gives a worker many at once.
      for (int i = 0; i < 200; i++) {
        assertThat(pool.apply(PoolTasks::square, i)).isEqualTo(i * i);
      }
      CompletableFuture<Integer> first =
          pool.applyAsync(() -> {
            board.post("running", "");
            return Waits.untilInterrupted(0);
          });
      List<CompletableFuture<Integer>> others = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        others.add(
            pool.applyAsync(
                number -> {
                  board.post("begun-" + number, "");
                  return number;
                },
                i));
      }
      board.await("running");
      for (int i = 0; i < 100; i += 2) {
        assertThat(others.get(i).cancel(true)).isTrue();
      }
      // The worker hears of this after all others.
      assertThat(first.cancel(true)).isTrue();
      for (int i = 1; i < 100; i += 2) {
        assertThat(PoolTasks.get(others.get(i))).isEqualTo(i);
      }
      assertThat(board.all("begun-")).hasSize(50);
      assertThat(pool.stats().evicted()).isZero();
    }
  }

  @Test
  default void aFailFastMapStopsWhatRunsAndWhatWaits(@TempDir Path folder) {
    Board board = Board.in(folder);
    try (Pool pool = builder().workers(2).build()) {
      assertThatExceptionOfType(IllegalArgumentException.class)
          .isThrownBy(() ->
              pool.map(
                  number -> {
                    board.post("begun-" + number, "");
                    if (number == 1) {
                      board.await("begun-0");
                      throw new IllegalArgumentException("number=1");
                    }
                    return number == 0 ? Waits.untilInterrupted(0) : number;
                  },
                  PoolTasks.upTo(1_000),
                  MapOptions.chunk(1).withFailFast()));
      assertThat(board.all("begun-").size()).isLessThan(1_000);
      assertThat(pool.apply(PoolTasks::square, 3)).isEqualTo(9);
      assertThat(pool.stats().evicted()).isZero();
    }
  }

  @Test
  default void aFailFastMapOfOutcomesCancelsTheOthers() {
    try (Pool pool = builder().workers(2).build()) {
      List<Outcome<Integer>> outcomes =
          pool.mapOutcomes(
              number -> {
                if (number == 1) {
                  throw new IllegalArgumentException("number=1");
                }
                return Waits.untilInterrupted(number);
              },
              PoolTasks.upTo(1_000),
              MapOptions.chunk(1).withFailFast());
      assertThat(outcomes).hasSize(1_000);
      assertThat(outcomes.get(0)).isInstanceOf(Outcome.Cancelled.class);
      assertThat(outcomes.get(1)).isInstanceOf(Outcome.Failed.class);
      assertThat(outcomes)
          .filteredOn(each -> !(each instanceof Outcome.Failed))
          .allMatch(each -> each instanceof Outcome.Cancelled);
    }
  }

  @Test
  default void anInterruptedCallerStopsItsTask(@TempDir Path folder) throws Exception {
    Board board = Board.in(folder);
    try (Pool pool = builder().workers(1).build()) {
      CompletableFuture<Throwable> thrown = new CompletableFuture<>();
      Thread caller =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  pool.apply(() -> {
                    board.post("running", "");
                    int result = Waits.untilInterrupted(1);
                    board.post("interrupted", "");
                    return result;
                  });
                } catch (Throwable t) {
                  thrown.complete(t);
                }
              });
      board.await("running");
      caller.interrupt();
      assertThat(PoolTasks.get(thrown)).isInstanceOf(CancellationException.class);
      board.await("interrupted");
      assertThat(pool.apply(PoolTasks::square, 3)).isEqualTo(9);
    }
  }

  /** The forms of a map that can be given up while it runs. */
  enum Form {
    MAP {
      @Override
      Runnable start(Pool pool, SerializableFunction<Integer, Integer> task) {
        return interrupting(() -> pool.map(task, PoolTasks.upTo(5), MapOptions.chunk(1)));
      }
    },
    OUTCOMES {
      @Override
      Runnable start(Pool pool, SerializableFunction<Integer, Integer> task) {
        return interrupting(() -> pool.mapOutcomes(task, PoolTasks.upTo(5), MapOptions.chunk(1)));
      }
    },
    STREAM {
      @Override
      Runnable start(Pool pool, SerializableFunction<Integer, Integer> task) {
        return interrupting(() -> pool.imap(task, PoolTasks.upTo(5), MapOptions.chunk(1)).toList());
      }
    },
    FUTURE {
      @Override
      Runnable start(Pool pool, SerializableFunction<Integer, Integer> task) {
        return cancelling(pool.mapAsync(task, PoolTasks.upTo(5), MapOptions.chunk(1)));
      }
    },
    FUTURE_OF_PAIRS {
      @Override
      Runnable start(Pool pool, SerializableFunction<Integer, Integer> task) {
        List<Map.Entry<Integer, Integer>> pairs = List.of(Map.entry(1, 2), Map.entry(3, 4));
        return cancelling(pool.starmapAsync((x, y) -> task.apply(x), pairs, MapOptions.chunk(1)));
      }
    };

    /** Starts it; returns what gives it up, and waits until it is over for its caller. */
    abstract Runnable start(Pool pool, SerializableFunction<Integer, Integer> task);

    private static Runnable interrupting(Supplier<Object> map) {
      CompletableFuture<Throwable> thrown = new CompletableFuture<>();
      Thread caller =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  var _ = map.get();
                  thrown.complete(new AssertionError("it has a result"));
                } catch (Throwable t) {
                  thrown.complete(t);
                }
              });
      return () -> {
        caller.interrupt();
        assertThat(thrown).succeedsWithin(Delays.PATIENT).isInstanceOf(CancellationException.class);
      };
    }

    private static Runnable cancelling(CompletableFuture<?> future) {
      return () -> assertThat(future.cancel(true)).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource
  default void aMapThatIsGivenUpStopsWhatRuns(Form form, @TempDir Path folder) throws Exception {
    Board board = Board.in(folder);
    try (Pool pool = builder().workers(1).build()) {
      for (Dawdling dawdling : List.of(Dawdling.SLEEPS, Dawdling.SPINS)) {
        int before = PoolTasks.get(pool.applyAsync(() -> TaskContext.current().worker()));
        String running = "running-" + dawdling;
        Runnable giveUp =
            form.start(
                pool,
                number -> {
                  board.add(running, number);
                  return dawdling.dawdle();
                });
        board.await(running, 1);
        giveUp.run();
        int after = PoolTasks.get(pool.applyAsync(() -> TaskContext.current().worker()));
        assertThat(after == before).as("the worker was kept").isEqualTo(dawdling.letsGo());
        assertThat(board.all(running)).hasSize(1);
      }
    }
  }

  @Test
  default void aMapThatIsCancelledSoftlyLetsWhatRunsGoOn(@TempDir Path folder) throws Exception {
    Board board = Board.in(folder);
    try (Pool pool = builder().workers(1).build()) {
      CompletableFuture<List<Integer>> future =
          pool.mapAsync(
              number -> {
                board.add("running", "");
                board.await("go");
                board.post("interrupted", Thread.currentThread().isInterrupted());
                return number;
              },
              PoolTasks.upTo(5),
              MapOptions.chunk(1));
      board.await("running", 1);
      assertThat(future.cancel(false)).isTrue();
      // Behind what takes back the others.
      Waits.until("the others are taken back", () -> pool.stats().waiting() == 0);
      board.post("go", "");
      assertThat(board.await("interrupted")).isEqualTo("false");
      assertThat(PoolTasks.get(pool.applyAsync(PoolTasks::square, 3))).isEqualTo(9);
      assertThat(pool.stats().evicted()).isZero();
    }
  }
}
