package dev.brood.system.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brood.exception.BrokenPoolException;
import dev.brood.exception.NotReceivableException;
import dev.brood.exception.NotSendableException;
import dev.brood.exception.RemoteTaskException;
import dev.brood.exception.WorkerDiedException;
import dev.brood.jvm.JvmOptions;
import dev.brood.jvm.Stdio;
import dev.brood.pool.MapOptions;
import dev.brood.pool.Outcome;
import dev.brood.pool.Outcome.Crashed;
import dev.brood.pool.Outcome.Failed;
import dev.brood.pool.Outcome.Succeeded;
import dev.brood.pool.Pool;
import dev.brood.pool.TaskOptions;
import dev.brood.system.support.Board;
import dev.brood.system.support.NativeAccess;
import dev.brood.system.support.Waits;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serial;
import java.io.Serializable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kind of crash at every moment in the life of a worker: who fails, and with what. */
abstract class FaultContract {
  private static final int ITEMS = 24;
  private static final int GUILTY = 11;

  @TempDir Path folder;

  /** Returns a builder of pools with the transport in question. */
  abstract Pool.Builder builder();

  /** Tells whether each worker is a JVM that is started for it, from its command line. */
  boolean startsJvms() {
    return true;
  }

  final Pool.Builder quiet() {
    return builder()
        .workers(2)
        .stdio(Stdio.listener((source, line) -> {}))
        .jvm(NativeAccess.GRANTED.withHeap("48m"));
  }

  /** A value that crashes whoever writes or reads it, if that is a worker. */
  static final class Trap implements Serializable {
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

  // --- The table ---

  /** What a worker is at when it crashes. */
  enum Moment {
    START,
    INITIALIZER,
    ARGUMENT,
    RUNNING,
    RESULT,
    IDLE,
    RECYCLE,
    SHUTDOWN
  }

  /** What is to come of a crash. */
  sealed interface Verdict {

    /** The worker dies, and that is told. */
    record Dies() implements Verdict {}

    /** The worker goes on, or ends by itself; what was thrown is told. */
    record Throws(Class<? extends Throwable> type) implements Verdict {}

    /** The next start is tried; whether this one counts as a death. */
    record StartsAgain(boolean death) implements Verdict {}

    /** Nobody but the thread that crashes takes notice. */
    record GoesOn() implements Verdict {}
  }

  private static final Verdict DIES = new Verdict.Dies();

  private static Verdict thrown(Class<? extends Throwable> type) {
    return new Verdict.Throws(type);
  }

  /** The table: a cell that is missing does not compile. */
  static Verdict verdict(Crash crash, Moment moment) {
    return switch (moment) {
      case START ->
          switch (crash) {
            case SIGKILL, SIGTERM -> new Verdict.StartsAgain(true);
            case EXIT, HALT, SIGSEGV, STACK_OVERFLOW, OUT_OF_MEMORY, EXCEPTION ->
                new Verdict.StartsAgain(false);
          };
      case INITIALIZER, RUNNING, RECYCLE, SHUTDOWN ->
          switch (crash) {
            case EXIT, HALT, SIGKILL, SIGTERM, SIGSEGV -> DIES;
            case STACK_OVERFLOW -> thrown(StackOverflowError.class);
            case OUT_OF_MEMORY -> thrown(OutOfMemoryError.class);
            case EXCEPTION -> thrown(RemoteTaskException.class);
          };
      case ARGUMENT ->
          switch (crash) {
            case EXIT, HALT, SIGKILL, SIGTERM, SIGSEGV -> DIES;
            case OUT_OF_MEMORY -> thrown(OutOfMemoryError.class);
            case STACK_OVERFLOW -> thrown(NotReceivableException.class);
            // In place of one whose cause cannot be rebuilt.
            case EXCEPTION -> thrown(RemoteTaskException.class);
          };
      case RESULT ->
          switch (crash) {
            case EXIT, HALT, SIGKILL, SIGTERM, SIGSEGV -> DIES;
            case OUT_OF_MEMORY -> thrown(OutOfMemoryError.class);
            case STACK_OVERFLOW -> thrown(NotSendableException.class);
            case EXCEPTION -> thrown(RemoteTaskException.class);
          };
      case IDLE ->
          switch (crash) {
            case EXIT, HALT, SIGKILL, SIGTERM, SIGSEGV -> DIES;
            case STACK_OVERFLOW, OUT_OF_MEMORY, EXCEPTION -> new Verdict.GoesOn();
          };
    };
  }

  static Stream<Arguments> cells() {
    return Stream.of(Moment.values())
        .flatMap(moment -> Stream.of(Crash.values()).map(crash -> Arguments.of(crash, moment)));
  }

  @ParameterizedTest
  @MethodSource("cells")
  void onlyWhoIsGuiltyFailsAndSaysAll(Crash crash, Moment moment) throws Exception {
    Verdict verdict = verdict(crash, moment);
    switch (moment) {
      case START -> strikeAtStart(crash, (Verdict.StartsAgain) verdict);
      case INITIALIZER -> strikeInInitializer(crash, verdict);
      case ARGUMENT, RUNNING, RESULT -> strikeInTask(crash, moment, verdict);
      case IDLE -> strikeWhenIdle(crash, verdict);
      case RECYCLE -> strikeInExitHook(crash, verdict);
      case SHUTDOWN -> strikeAtShutdown(crash, verdict);
    }
  }

  private void strikeAtStart(Crash crash, Verdict.StartsAgain verdict) throws IOException {
    Assumptions.assumeTrue(startsJvms(), "a JVM of its own for each worker");
    try (Pool pool = quiet().jvm(CrashAgent.striking(crash, 1, folder)).build()) {
      assertThat(pool.map(PoolTasks::square, PoolTasks.upTo(50))).hasSize(50);
      // The other worker may have done all before the end of this one is noticed.
      int deaths = verdict.death() ? 1 : 0;
      Waits.until("the death is counted", () -> pool.stats().died() >= deaths);
      assertThat(pool.stats().died()).isEqualTo(deaths);
    }
  }

  private void strikeInInitializer(Crash crash, Verdict verdict) {
    assertThatThrownBy(() -> quiet().initializer(crash::strike).build())
        .satisfies(failure -> {
          switch (verdict) {
            case Verdict.Dies() -> {
              assertThat(failure).isInstanceOf(WorkerDiedException.class);
              crash.assertTold(((WorkerDiedException) failure).death());
            }
            case Verdict.Throws(var type) -> assertThat(causeOf(failure)).isExactlyInstanceOf(type);
            case Verdict.StartsAgain _, Verdict.GoesOn _ -> throw new AssertionError(verdict);
          }
        });
  }

  /** What is no unchecked exception comes as a cause. */
  private static Throwable causeOf(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }

  private void strikeInTask(Crash crash, Moment moment, Verdict verdict) {
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
      assertThat(outcomes.get(i).index()).isEqualTo(i);
      if (i != GUILTY) {
        assertThat(outcomes.get(i)).isEqualTo(new Succeeded<>(i, i));
      }
    }
    int begun = moment == Moment.ARGUMENT ? ITEMS - 1 : ITEMS;
    assertThat(board.all("done")).as("no task ran twice").hasSize(begun);
    assertThat(new HashSet<>(board.all("done"))).hasSize(begun);
    Outcome<Object> guilty = outcomes.get(GUILTY);
    assertBlamed(crash, verdict, guilty);
    assertThat(guilty.label()).isEqualTo("risky");
    assertThat(guilty.task().pid()).isPositive();
    if (guilty instanceof Crashed<Object> crashed) {
      assertThat(crashed.cause())
          .hasMessageContaining("risky")
          .hasMessageContaining("index=" + GUILTY)
          .hasMessageContaining("pid=" + crashed.death().pid());
    }
  }

  private static void assertBlamed(Crash crash, Verdict verdict, Outcome<Object> outcome) {
    switch (verdict) {
      case Verdict.Dies() ->
          assertThat(outcome)
              .isInstanceOfSatisfying(Crashed.class, crashed -> crash.assertTold(crashed.death()));
      case Verdict.Throws(var type) ->
          assertThat(outcome)
              .isInstanceOfSatisfying(
                  Failed.class, failed -> assertThat(failed.cause()).isExactlyInstanceOf(type));
      case Verdict.StartsAgain _, Verdict.GoesOn _ -> throw new AssertionError(verdict);
    }
  }

  private void strikeWhenIdle(Crash crash, Verdict verdict) {
    Board board = Board.in(folder);
    try (Pool pool = quiet().workers(1).build()) {
      long pid =
          pool.apply(() -> {
            Thread.ofPlatform()
                .daemon()
                .start(() -> {
                  Waits.within(Duration.ofMillis(100), () -> false);
                  try {
                    crash.strike();
                  } finally {
                    board.postFirst("struck");
                  }
                });
            return ProcessHandle.current().pid();
          });
      if (verdict.equals(DIES)) {
        Waits.until("another worker", () -> !pool.workerPids().contains(pid));
      } else {
        Waits.until("the crash", () -> board.has("struck"));
      }
      assertThat(pool.map(PoolTasks::square, PoolTasks.upTo(50))).hasSize(50);
      assertThat(pool.stats().died()).isEqualTo(verdict.equals(DIES) ? 1 : 0);
      assertThat(pool.workerPids().contains(pid)).isEqualTo(!verdict.equals(DIES));
    }
  }

  private void strikeInExitHook(Crash crash, Verdict verdict) {
    try (Pool pool =
        quiet()
            .maxTasksPerWorker(5)
            .exitHook(() -> {
              crash.strike();
              return 0;
            })
            .build()) {
      assertThat(pool.map(PoolTasks::square, PoolTasks.upTo(20), MapOptions.chunk(1))).hasSize(20);
      awaitExitResults(pool, 4);
      for (Outcome<Object> each : pool.exitResults()) {
        assertBlamed(crash, verdict, each);
      }
    }
  }

  private static void awaitExitResults(Pool pool, int count) {
    // Of the last workers some may have had less than they may take, and go on.
    Waits.until(
        "hooks",
        () -> {
          pool.apply(() -> PoolTasks.square(1));
          return pool.exitResults().size() >= count;
        });
  }

  private void strikeAtShutdown(Crash crash, Verdict verdict) {
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
    List<Outcome<Object>> results = pool.exitResults();
    assertThat(results).isNotEmpty();
    for (Outcome<Object> each : results) {
      assertBlamed(crash, verdict, each);
    }
  }

  // --- Beside the table ---

  @ParameterizedTest
  @EnumSource(names = {"EXCEPTION", "HALT"})
  void aResultOfAnExitHookThatCannotBeWrittenFailsTheHookOnly(Crash crash) {
    Verdict verdict = verdict(crash, Moment.RESULT);
    try (Pool pool = quiet().maxTasksPerWorker(5).exitHook(() -> new Trap(crash, true)).build()) {
      assertThat(pool.map(PoolTasks::square, PoolTasks.upTo(20), MapOptions.chunk(1))).hasSize(20);
      awaitExitResults(pool, 2);
      for (Outcome<Object> each : pool.exitResults()) {
        assertBlamed(crash, verdict, each);
      }
    }
  }

  @Test
  void aResultOfAnExitHookThatCannotBeReadFailsTheHookOnly() {
    try (Pool pool =
        quiet().maxTasksPerWorker(5).exitHook(() -> new Trap(Crash.EXCEPTION, false)).build()) {
      assertThat(pool.map(PoolTasks::square, PoolTasks.upTo(20), MapOptions.chunk(1))).hasSize(20);
      awaitExitResults(pool, 2);
      for (Outcome<Object> each : pool.exitResults()) {
        assertThat(each.failure()).isInstanceOf(NotReceivableException.class);
      }
    }
  }

  @Test
  void anArgumentOfTheInitializerThatCannotBeReadFailsThePool() {
    Trap argument = new Trap(Crash.EXCEPTION, false);
    assertThatThrownBy(() -> quiet().initializer(each -> {}, argument).build())
        .isInstanceOfSatisfying(
            RemoteTaskException.class,
            failure ->
                assertThat(failure.remoteClassName())
                    .isEqualTo(NotReceivableException.class.getName()));
  }

  @ParameterizedTest
  @EnumSource(names = {"HALT", "OUT_OF_MEMORY", "EXCEPTION"})
  void aCrashInTheInitializerOfAReplacementBreaksThePool(Crash crash) {
    Board board = Board.in(folder);
    try (Pool pool =
        quiet()
            .workers(1)
            .initializer(() -> {
              if (!board.postFirst("first")) {
                crash.strike();
              }
            })
            .build()) {
      assertThat(pool.apply(PoolTasks::square, 3)).isEqualTo(9);
      assertThatThrownBy(() ->
              pool.<Object>apply(() -> {
                Runtime.getRuntime().halt(8);
                return null;
              }))
          .isInstanceOf(WorkerDiedException.class);
      assertThatThrownBy(() -> pool.apply(PoolTasks::square, 3))
          .isInstanceOfAny(BrokenPoolException.class, RejectedExecutionException.class);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"HALT", "SIGKILL"})
  void aWorkerThatNeverComesUpBreaksThePool(Crash crash) throws IOException {
    Assumptions.assumeTrue(startsJvms(), "a JVM of its own for each worker");
    try (Pool pool =
        quiet()
            .workers(1)
            .restartLimit(4, Duration.ofMinutes(1))
            .jvm(CrashAgent.striking(crash, Integer.MAX_VALUE, folder))
            .build()) {
      assertThatThrownBy(() -> pool.apply(PoolTasks::square, 3))
          .isInstanceOf(BrokenPoolException.class)
          .hasStackTraceContaining("ended before it joined");
    }
  }

  @Test
  void startsThatAreKilledDoNotBreakAPoolThatTakesDeathsForGranted() throws IOException {
    Assumptions.assumeTrue(startsJvms(), "a JVM of its own for each worker");
    try (Pool pool =
        quiet()
            .workers(1)
            .restartLimit(Integer.MAX_VALUE, Duration.ofMinutes(1))
            .jvm(CrashAgent.striking(Crash.SIGKILL, 4, folder))
            .build()) {
      assertThat(pool.apply(PoolTasks::square, 3)).isEqualTo(9);
      assertThat(pool.stats().died()).isEqualTo(4);
    }
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
}
