package dev.brood.system.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.brood.exception.TaskTimeoutException;
import dev.brood.internal.command.LaunchSpec;
import dev.brood.pool.Pool;
import dev.brood.pool.PoolStats.Activity;
import dev.brood.pool.ShutdownReport;
import dev.brood.pool.ShutdownReport.Step;
import dev.brood.pool.TaskContext;
import dev.brood.system.support.Board;
import dev.brood.system.support.Delays;
import dev.brood.system.support.Leftovers;
import dev.brood.system.support.Signals;
import dev.brood.system.support.Waits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Workers that do not end, or do not even come up, where these are JVMs. */
interface PoolForcedEnds extends PoolPlace {

  @Test
  default void aPoolThatEndsInPeaceHasForcedNobody() {
    Pool pool = pool(2);
    assertThat(pool.map(PoolTasks::square, PoolTasks.upTo(10))).hasSize(10);
    Waits.until("two workers", () -> pool.workerPids().size() == 2);
    assertThatIllegalStateException()
        .isThrownBy(pool::shutdownReport)
        .withMessageContaining(pool.name());
    pool.close();
    assertThat(pool.shutdownReport().forced()).isEmpty();
  }

  @Test
  default void aWorkerThatStandsStillInItsStartIsNotWaitedFor() throws Exception {
    for (boolean now : new boolean[] {true, false}) {
      Set<Long> before = Leftovers.descendants();
      Pool pool = builder().workers(1).build();
      long pid = stopStarting(pool, before);
      while (pid < 0) {
        // It was quicker.
        pool.close();
        before = Leftovers.descendants();
        pool = builder().workers(1).build();
        pid = stopStarting(pool, before);
      }
      long start = System.nanoTime();
      if (now) {
        pool.shutdownNow();
      } else {
        pool.shutdown();
      }
      assertThat(pool.awaitTermination(Delays.PATIENT)).isTrue();
      assertThat(System.nanoTime() - start).isLessThan(Delays.PROMPT.toNanos());
      assertThat(Leftovers.isRunning(pid)).isFalse();
      assertThat(pool.shutdownReport().forced())
          .containsExactly(new ShutdownReport.Worker(1, pid, Step.STARTING));
    }
  }

  /** Stops the only worker while it is starting; returns -1 if it has joined before. */
  private static long stopStarting(Pool pool, Set<Long> before) throws Exception {
    Waits.until("a child", () -> child(before) > 0);
    long pid = child(before);
    Signals.stop(pid);
    boolean joined =
        Waits.within(
            Delays.WATCH, () -> pool.stats().workers().getFirst().activity() != Activity.STARTING);
    if (joined) {
      Signals.resume(pid);
    }
    return joined ? -1 : pid;
  }

  private static long child(Set<Long> before) {
    return Leftovers.descendants().stream()
        .filter(pid -> !before.contains(pid) && isJvm(pid))
        .findAny()
        .orElse(-1L);
  }

  /** Before, it is this JVM forked, or what the JDK starts processes by, and is waited for. */
  private static boolean isJvm(long pid) {
    return ProcessHandle.of(pid)
        .flatMap(process -> process.info().commandLine())
        .filter(command -> command.contains(LaunchSpec.CHILD_MAIN))
        .isPresent();
  }

  @Test
  default void exitHooksThatDoNotEndAreEndedAndNamed(@TempDir Path folder) {
    Board board = Board.in(folder);
    Pool pool =
        builder()
            .workers(3)
            .exitHook(() -> {
              int number = TaskContext.current().worker();
              board.post("pid-" + number, PoolTasks.pid());
              if (number == 3) {
                Runtime.getRuntime().addShutdownHook(new Thread(Waits::spin));
              }
              if (number != 1) {
                Waits.spin();
              }
              return number;
            })
            .build();
    Waits.until("three workers", () -> pool.workerPids().size() == 3);
    pool.close();
    assertThat(pool.shutdownReport().forced())
        .containsExactlyInAnyOrder(
            new ShutdownReport.Worker(2, board.awaitLong("pid-2"), Step.TERMINATED),
            new ShutdownReport.Worker(3, board.awaitLong("pid-3"), Step.KILLED));
    assertThat(pool.exitResults()).hasSize(3);
  }

  @Test
  default void anInitializerThatHangsFailsWhenItsTimeIsOver() {
    Set<Long> before = Leftovers.descendants();
    Pool.Builder builder =
        builder().workers(2).initializer(Waits::spin).initializerTimeout(Duration.ofMillis(500));
    assertThatExceptionOfType(TaskTimeoutException.class)
        .isThrownBy(builder::build)
        .withMessageContaining("initializer");
    Waits.until("no worker is left", () -> before.containsAll(Leftovers.descendants()));
  }

  @Test
  default void anInitializerMayTakeItsTime() {
    Pool.Builder builder =
        builder()
            .workers(1)
            .initializer(() -> Waits.within(Delays.WATCH, () -> false))
            .initializerTimeout(Delays.PATIENT);
    try (Pool pool = builder.build()) {
      assertThat(pool.map(PoolTasks::square, List.of(2))).containsExactly(4);
    }
  }
}
