package dev.brood.system.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brood.exception.BrokenPoolException;
import dev.brood.exception.NotReceivableException;
import dev.brood.exception.WorkerDeath;
import dev.brood.exception.WorkerDiedException;
import dev.brood.function.SerializableFunction;
import dev.brood.jvm.JvmOptions;
import dev.brood.jvm.Stdio;
import dev.brood.pool.MapOptions;
import dev.brood.pool.Outcome;
import dev.brood.pool.Outcome.Crashed;
import dev.brood.pool.Outcome.Failed;
import dev.brood.pool.Outcome.Lost;
import dev.brood.pool.Outcome.Succeeded;
import dev.brood.pool.Pool;
import dev.brood.pool.Retries;
import dev.brood.pool.TaskOptions;
import dev.brood.system.support.Board;
import dev.brood.system.support.NativeAccess;
import dev.brood.system.support.Waits;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serial;
import java.io.Serializable;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every kind of crash at every moment in the life of a worker: who fails, and with what. */
abstract class FaultContract {
  private static final int ITEMS = 24;
  private static final int GUILTY = 11;

  @TempDir Path folder;

  /** Returns a builder of pools with the transport in question. */
  abstract Pool.Builder builder();

  private Pool.Builder quiet() {
    return builder()
        .workers(2)
        .stdio(Stdio.listener((source, line) -> {}))
        .jvm(NativeAccess.GRANTED.withHeap("48m"));
  }

  /** A way to crash. */
  enum Crash {
    EXIT(7, 0),
    HALT(8, 0),
    SIGKILL(WorkerDeath.UNKNOWN, 9),
    SIGTERM(WorkerDeath.UNKNOWN, 15),
    /** HotSpot writes its hs_err file and aborts. */
    SIGSEGV(WorkerDeath.UNKNOWN, 6),
    STACK_OVERFLOW(0, 0),
    OUT_OF_MEMORY(0, 0);

    private final int exitCode;
    private final int signal;

    Crash(int exitCode, int signal) {
      this.exitCode = exitCode;
      this.signal = signal;
    }

    boolean kills() {
      return exitCode != 0 || signal != 0;
    }

    void strike() {
      System.err.println("last words before " + this);
      switch (this) {
        case EXIT -> System.exit(7);
        case HALT -> Runtime.getRuntime().halt(8);
        case SIGKILL -> killSelf("KILL");
        case SIGTERM -> killSelf("TERM");
        case SIGSEGV -> measureNothing();
        case STACK_OVERFLOW -> overflow();
        case OUT_OF_MEMORY -> exhaust();
      }
    }

    private static void killSelf(String signal) {
      try {
        new ProcessBuilder("kill", "-" + signal, "" + ProcessHandle.current().pid()).start();
      } catch (IOException e) {
        throw new AssertionError(e);
      }
      Waits.spin();
    }

    /** Has the C library read at address 0. */
    @SuppressWarnings("restricted")
    private static void measureNothing() {
      Linker linker = Linker.nativeLinker();
      try {
        long length =
            (long)
                linker
                    .downcallHandle(
                        linker.defaultLookup().find("strlen").orElseThrow(),
                        FunctionDescriptor.of(ValueLayout.JAVA_LONG, ValueLayout.ADDRESS))
                    .invokeExact(MemorySegment.NULL);
        throw new AssertionError("strlen(NULL)=" + length);
      } catch (Throwable t) {
        throw new AssertionError(t);
      }
    }

    @SuppressWarnings("InfiniteRecursion")
    private static void overflow() {
      overflow();
    }

    private static void exhaust() {
      List<long[]> blocks = new ArrayList<>();
      while (blocks.size() < 100_000) {
        blocks.add(new long[100_000]);
      }
    }

    void assertTold(WorkerDeath death) {
      assertThat(death.pid()).isPositive();
      assertThat(death.exitCode()).isEqualTo(exitCode == 0 ? WorkerDeath.UNKNOWN : exitCode);
      assertThat(death.signal()).isEqualTo(signal);
      assertThat(String.join("\n", death.lastOutput())).contains("last words before " + this);
      switch (this) {
        case EXIT -> assertThat(death.likelyCause()).isEqualTo("it ended by itself");
        case HALT -> assertThat(death.likelyCause()).contains("without its shutdown hooks");
        case SIGKILL -> assertThat(death.likelyCause()).startsWith("killed from outside");
        case SIGTERM -> assertThat(death.likelyCause()).isEqualTo("ended from outside");
        case SIGSEGV -> {
          assertThat(death.likelyCause()).contains("SIGSEGV").containsIgnoringCase("frame");
          assertThat(death.crashLog())
              .contains("# Problematic frame", "Java frames", "measureNothing")
              .hasSizeLessThanOrEqualTo(1 << 16);
        }
        case STACK_OVERFLOW, OUT_OF_MEMORY -> throw new AssertionError("died: " + death);
      }
      if (this != SIGSEGV) {
        assertThat(death.crashLog()).isNull();
      }
    }
  }

  /** A value that crashes whoever writes or reads it, if that is a worker. */
  private static final class Trap implements Serializable {
    private static final long serialVersionUID = 1L;
    private final Crash crash;
    private final boolean whenWritten;

    Trap(Crash crash, boolean whenWritten) {
      this.crash = crash;
      this.whenWritten = whenWritten;
    }

    @Serial
    private void writeObject(ObjectOutputStream out) throws IOException {
      if (whenWritten) {
        crash.strike();
      }
      out.defaultWriteObject();
    }

    @Serial
    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
      in.defaultReadObject();
      if (!whenWritten) {
        crash.strike();
      }
    }
  }

  /** What a worker is at when it crashes. */
  enum Moment {
    ARGUMENT,
    RUNNING,
    RESULT
  }

  static Stream<Arguments> crashesInTasks() {
    return Stream.of(Crash.values())
        .flatMap(crash -> Stream.of(Moment.values()).map(at -> Arguments.of(crash, at)));
  }

  @ParameterizedTest
  @MethodSource("crashesInTasks")
  void onlyTheGuiltyTaskFailsAndSaysAll(Crash crash, Moment moment) {
    Board board = Board.in(folder);
    List<Object> items = new ArrayList<>(PoolTasks.upTo(ITEMS));
    if (moment == Moment.ARGUMENT) {
      items.set(GUILTY, new Trap(crash, false));
    }
    List<Outcome<Object>> outcomes;
    try (Pool pool = quiet().build()) {
      outcomes =
          pool.mapOutcomes(
              item -> {
                board.add("done", item);
                if (item.equals(GUILTY) && moment == Moment.RUNNING) {
                  crash.strike();
                }
                return item.equals(GUILTY) && moment == Moment.RESULT
                    ? new Trap(crash, true)
                    : item;
              },
              items,
              MapOptions.chunk(6).withTask(TaskOptions.defaults().withLabel("risky")));
      assertThat(pool.map(PoolTasks::square, PoolTasks.upTo(50))).hasSize(50);
    }
    assertThat(outcomes).hasSize(ITEMS);
    for (int i = 0; i < ITEMS; i++) {
      if (i != GUILTY) {
        assertThat(outcomes.get(i)).isEqualTo(new Succeeded<>(i, i));
      }
    }
    int begun = moment == Moment.ARGUMENT ? ITEMS - 1 : ITEMS;
    assertThat(board.all("done")).as("no task ran twice").hasSize(begun);
    assertThat(new HashSet<>(board.all("done"))).hasSize(begun);
    assertBlamed(crash, outcomes.get(GUILTY));
  }

  private static void assertBlamed(Crash crash, Outcome<Object> outcome) {
    if (!crash.kills()) {
      // One that runs out of memory may not get as far as to say so.
      assertThat(outcome).isInstanceOfAny(Failed.class, Crashed.class);
      assertThat(outcome.failure()).isNotNull();
      return;
    }
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Crashed.class,
            crashed -> {
              crash.assertTold(crashed.death());
              assertThat(crashed.cause().index()).isEqualTo(GUILTY);
              assertThat(crashed.cause())
                  .hasMessageContaining("risky")
                  .hasMessageContaining("index=" + GUILTY)
                  .hasMessageContaining("pid=" + crashed.death().pid());
            });
  }

  // --- Full heaps ---

  /** What a task of a test has left behind, in a worker. */
  private static final List<byte[]> LEFT = new ArrayList<>();

  private static void fillForGood(int block) {
    while (LEFT.size() < 100_000_000 / block) {
      LEFT.add(new byte[block]);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1_000, 100_000, 3_000_000})
  void anItemThatLeavesTheHeapFullFailsAloneInItsChunk(int block) {
    try (Pool pool = quiet().workers(1).build()) {
      List<Outcome<Integer>> outcomes =
          pool.mapOutcomes(
              number -> {
                if (number == 2) {
                  fillForGood(block);
                }
                return new byte[4_000_000].length + number;
              },
              PoolTasks.upTo(100),
              MapOptions.chunk(100));
      for (int i = 0; i < 100; i++) {
        if (i == 2) {
          assertThat(outcomes.get(i))
              .isInstanceOfSatisfying(
                  Failed.class,
                  failed -> {
                    assertThat(failed.cause()).isInstanceOf(OutOfMemoryError.class);
                    assertThat(failed.index()).isEqualTo(2);
                  });
        } else {
          assertThat(outcomes.get(i)).isEqualTo(new Succeeded<>(4_000_000 + i, i));
        }
      }
      assertThat(pool.stats().died()).isZero();
      assertThat(pool.stats().recycled()).isEqualTo(1);
    }
  }

  @Test
  void manyItemsThatFillTheirHeapsDoNotBreakThePool() {
    try (Pool pool = quiet().build()) {
      List<Outcome<Integer>> outcomes =
          pool.mapOutcomes(
              number -> {
                if (number % 2 == 1) {
                  Crash.exhaust();
                }
                return number;
              },
              PoolTasks.upTo(50),
              MapOptions.chunk(5));
      for (int i = 0; i < 50; i++) {
        if (i % 2 == 1) {
          assertThat(outcomes.get(i).failure()).isInstanceOf(OutOfMemoryError.class);
        } else {
          assertThat(outcomes.get(i)).isEqualTo(new Succeeded<>(i, i));
        }
      }
      assertThat(pool.stats().died()).isZero();
    }
  }

  // --- The breaker ---

  @Test
  void aStormOfDeathsBreaksThePoolAndAllIsAnswered() {
    try (Pool pool = quiet().restartLimit(5, Duration.ofMinutes(1)).build()) {
      int items = 60;
      List<Outcome<Integer>> outcomes =
          pool.mapOutcomes(
              number -> {
                if (number >= 10) {
                  Runtime.getRuntime().halt(9);
                }
                return number;
              },
              PoolTasks.upTo(items),
              MapOptions.chunk(5));
      List<Outcome<Integer>> crashed = outcomes.stream().filter(Crashed.class::isInstance).toList();
      List<Outcome<Integer>> lost = outcomes.stream().filter(Lost.class::isInstance).toList();
      assertThat(outcomes).hasSize(items);
      assertThat(outcomes.stream().filter(Outcome::succeeded)).hasSize(10);
      assertThat(crashed).hasSizeBetween(5, 6);
      assertThat(10 + crashed.size() + lost.size()).isEqualTo(items);
      for (int i = 0; i < items; i++) {
        assertThat(outcomes.get(i).index()).isEqualTo(i);
      }
      assertThat(lost)
          .allSatisfy(
              each ->
                  assertThat(each.failure())
                      .hasStackTraceContaining("restartLimit")
                      .hasRootCauseInstanceOf(WorkerDiedException.class));
      assertThatThrownBy(() -> pool.mapOutcomes(PoolTasks::square, PoolTasks.upTo(3)))
          .isInstanceOfAny(BrokenPoolException.class, RejectedExecutionException.class);
      assertThatExceptionOfType(BrokenPoolException.class)
          .isThrownBy(() -> pool.apply(PoolTasks::square, 3));
    }
  }

  @Test
  void aTaskThatRunsWhenThePoolBreaksIsLost() {
    Board board = Board.in(folder);
    try (Pool pool = quiet().restartLimit(1, Duration.ofMinutes(1)).build()) {
      CompletableFuture<Integer> running =
          pool.applyAsync(() -> {
            board.postFirst("runs");
            return Waits.untilInterrupted(1);
          });
      Waits.until("it runs", () -> board.has("runs"));
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(() -> pool.apply(FaultContract::halt))
            .isInstanceOf(WorkerDiedException.class);
      }
      Waits.until("its end", running::isDone);
      assertThat(Outcome.of(running)).isInstanceOf(Lost.class);
    }
  }

  private static int halt() {
    Runtime.getRuntime().halt(9);
    return 0;
  }

  @Test
  void oneKillerAmongVeryManyQuickItems() {
    int items = 140_000;
    int killer = 77_777;
    try (Pool pool = quiet().build()) {
      List<Outcome<Integer>> outcomes =
          pool.mapOutcomes(
              number -> {
                if (number == killer) {
                  Runtime.getRuntime().halt(9);
                }
                return number;
              },
              PoolTasks.upTo(items));
      assertThat(outcomes.get(killer))
          .isInstanceOfSatisfying(
              Crashed.class, crashed -> assertThat(crashed.index()).isEqualTo(killer));
      for (int i = 0; i < items; i++) {
        if (i != killer && !outcomes.get(i).equals(new Succeeded<>(i, i))) {
          assertThat(outcomes.get(i)).isEqualTo(new Succeeded<>(i, i));
        }
      }
    }
  }

  @Test
  void aDeathInAPoolOfTheTaskIsAFailureOfTheTask() {
    try (Pool pool = quiet().workers(1).build()) {
      List<Outcome<Integer>> outcomes =
          pool.mapOutcomes(
              number -> {
                try (Pool inner = Pool.of(1)) {
                  return number == 1 ? inner.apply(FaultContract::halt) : number;
                }
              },
              PoolTasks.upTo(3),
              MapOptions.chunk(3)
                  .withTask(TaskOptions.defaults().withRetries(Retries.onWorkerDeath(5))));
      long worker = pool.workerPids().getFirst();
      assertThat(outcomes.get(1))
          .isInstanceOfSatisfying(
              Failed.class,
              failed -> {
                assertThat(failed.task().pid()).isEqualTo(worker);
                assertThat(failed.cause())
                    .isInstanceOfSatisfying(
                        WorkerDiedException.class,
                        inner -> assertThat(inner.pid()).isNotEqualTo(worker))
                    .hasNoSuppressedExceptions();
              });
      assertThat(outcomes.get(0)).isEqualTo(new Succeeded<>(0, 0));
      assertThat(outcomes.get(2)).isEqualTo(new Succeeded<>(2, 2));
      assertThat(pool.stats().died()).isZero();
    }
  }

  @Test
  void aFunctionTooLargeForTheWorkersHeapFailsItsCallsOnly() {
    long[] large = new long[12_000_000];
    SerializableFunction<Integer, Long> function = number -> number + large[number];
    try (Pool pool = quiet().build()) {
      assertThatExceptionOfType(NotReceivableException.class)
          .isThrownBy(() -> pool.map(function, PoolTasks.upTo(100)))
          .withMessageContaining("too large for the worker's heap");
      List<Outcome<Long>> outcomes =
          pool.mapOutcomes(function, PoolTasks.upTo(100), MapOptions.chunk(1));
      assertThat(outcomes).hasSize(100);
      assertThat(outcomes)
          .allSatisfy(
              outcome -> assertThat(outcome.failure()).isInstanceOf(NotReceivableException.class));
      assertThat(pool.map(PoolTasks::square, PoolTasks.upTo(50))).hasSize(50);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Crash.class,
      names = {"STACK_OVERFLOW", "OUT_OF_MEMORY"},
      mode = EnumSource.Mode.EXCLUDE)
  void aCrashInTheInitializerFailsThePool(Crash crash) {
    assertThatThrownBy(() -> quiet().initializer(crash::strike).build())
        .isInstanceOfSatisfying(WorkerDiedException.class, died -> crash.assertTold(died.death()));
  }

  @ParameterizedTest
  @EnumSource(
      value = Crash.class,
      names = {"STACK_OVERFLOW", "OUT_OF_MEMORY"},
      mode = EnumSource.Mode.EXCLUDE)
  void aCrashOfAnIdleWorkerFailsNobody(Crash crash) {
    try (Pool pool = quiet().workers(1).build()) {
      long pid =
          pool.apply(() -> {
            Thread.ofPlatform()
                .daemon()
                .start(() -> {
                  Waits.within(Duration.ofMillis(100), () -> false);
                  crash.strike();
                });
            return ProcessHandle.current().pid();
          });
      Waits.until("another worker", () -> !pool.workerPids().contains(pid));
      assertThat(pool.map(PoolTasks::square, PoolTasks.upTo(50))).hasSize(50);
      assertThat(pool.stats().died()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource(Crash.class)
  void aCrashInTheExitHookOfARecycledWorkerFailsTheHookOnly(Crash crash) {
    try (Pool pool =
        quiet()
            .maxTasksPerWorker(5)
            .exitHook(() -> {
              crash.strike();
              return 0;
            })
            .build()) {
      assertThat(pool.map(PoolTasks::square, PoolTasks.upTo(20), MapOptions.chunk(1))).hasSize(20);
      // Of the last workers some may have had less than they may take, and go on.
      Waits.until(
          "hooks",
          () -> {
            pool.apply(() -> PoolTasks.square(1));
            return pool.exitResults().size() >= 4;
          });
      for (Outcome<Object> each : pool.exitResults()) {
        if (crash.kills()) {
          assertThat(each)
              .isInstanceOfSatisfying(Crashed.class, dead -> crash.assertTold(dead.death()));
        } else {
          assertThat(each).isNotInstanceOf(Succeeded.class);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Crash.class)
  void aCrashDuringShutdownFailsTheHookOnly(Crash crash) {
    Pool pool =
        quiet()
            .exitHook(() -> {
              crash.strike();
              return 0;
            })
            .build();
    try (pool) {
      assertThat(pool.map(PoolTasks::square, PoolTasks.upTo(20))).hasSize(20);
    }
    assertThat(pool.exitResults())
        .isNotEmpty()
        .allSatisfy(each -> assertThat(each).isNotInstanceOf(Succeeded.class));
  }

  @Test
  void aWorkerThatCannotStartBreaksThePool() {
    JvmOptions wrong = JvmOptions.defaults().withArguments("-XX:+NoSuchOption");
    try (Pool pool = quiet().jvm(wrong).build()) {
      assertThatThrownBy(() -> pool.apply(PoolTasks::square, 3))
          .isInstanceOf(BrokenPoolException.class)
          .hasStackTraceContaining("NoSuchOption");
    }
  }

  @Test
  void anArgumentTooLargeForTheWorkerFailsItsTaskOnly() {
    List<byte[]> items = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      items.add(new byte[i == 2 ? 100_000_000 : 100]);
    }
    try (Pool pool = quiet().build()) {
      List<Outcome<Integer>> outcomes =
          pool.mapOutcomes(bytes -> bytes.length, items, MapOptions.chunk(3));
      for (int i = 0; i < 6; i++) {
        if (i == 2) {
          assertThat(outcomes.get(i)).isInstanceOfAny(Failed.class, Crashed.class);
        } else {
          assertThat(outcomes.get(i)).isEqualTo(new Succeeded<>(100, i));
        }
      }
    }
  }
}
