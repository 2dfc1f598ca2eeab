package dev.brood.system.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.OperatingSystemMXBean;
import dev.brood.function.SerializableRunnable;
import dev.brood.jvm.JvmOptions;
import dev.brood.jvm.Stdio;
import dev.brood.pool.MapOptions;
import dev.brood.pool.MemoryLimits;
import dev.brood.pool.Outcome;
import dev.brood.pool.Outcome.Crashed;
import dev.brood.pool.Outcome.Succeeded;
import dev.brood.pool.Pool;
import dev.brood.pool.PoolStats.EndCause;
import dev.brood.pool.TaskContext;
import dev.brood.system.support.Board;
import dev.brood.system.support.Waits;
import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How much memory workers may use, and get, where these are JVMs. */
abstract class MemoryContract {

  private static final int MB = 1 << 20;

  /** What a worker keeps. */
  private static final List<byte[]> KEPT = new ArrayList<>();

  @TempDir Path folder;

  /** Returns the transport in question. */
  abstract Pool.Transport transport();

  private Pool.Builder builder() {
    return Pool.builder().transport(transport());
  }

  @Test
  void aWorkerThatUsesMuchMemoryIsReplacedAfterItsTask() {
    MemoryLimits limits = MemoryLimits.none().recycleAbove(300L * MB);
    try (Pool pool = builder().workers(1).heap("512m").memory(limits).build()) {
      int before = pool.apply(() -> TaskContext.current().worker());
      assertThat(pool.apply(() -> fill(10))).isEqualTo(10);
      assertThat(pool.apply(() -> TaskContext.current().worker())).isEqualTo(before);
      assertThat(pool.apply(() -> fill(350))).isEqualTo(350);
      Waits.until(
          "a fresh worker", () -> pool.apply(() -> TaskContext.current().worker()) > before);
      assertThat(pool.stats().recycled()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Serial", "Parallel", "G1", "Z"})
  void workersMayHaveAnyCollector(String collector) {
    String option = "Use" + collector + "GC";
    JvmOptions jvm = JvmOptions.defaults().withArguments("-XX:+" + option);
    MemoryLimits limits = MemoryLimits.none().recycleAboveHeap(60L * MB);
    try (Pool pool = builder().workers(1).jvm(jvm).heap("200m").memory(limits).build()) {
      assertThat(pool.apply(MemoryContract::flag, option)).isEqualTo("true");
      assertThatExceptionOfType(OutOfMemoryError.class)
          .isThrownBy(() -> pool.apply(() -> new long[1 << 27].length));
      int before = pool.apply(() -> TaskContext.current().worker());
      assertThat(pool.apply(() -> keep(80))).isPositive();
      Waits.until(
          "a fresh worker", () -> pool.apply(() -> TaskContext.current().worker()) > before);
    }
  }

  private static String flag(String name) {
    return ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
        .getVMOption(name)
        .getValue();
  }

  @Test
  void aTaskThatUsesTooMuchMemoryIsKilledAndToldSo() {
    MemoryLimits limits = MemoryLimits.none().failAbove(300L * MB);
    try (Pool pool =
        builder()
            .stdio(Stdio.listener((source, line) -> {}))
            .workers(2)
            .heap("600m")
            .memory(limits)
            .build()) {
      List<Outcome<Integer>> outcomes =
          pool.mapOutcomes(
              number -> {
                if (number == 3) {
                  return fillAndHold(400);
                }
                return number;
              },
              PoolTasks.upTo(8),
              MapOptions.chunk(4));
      for (int i = 0; i < 8; i++) {
        if (i == 3) {
          assertThat(outcomes.get(i))
              .isInstanceOfSatisfying(
                  Crashed.class,
                  crashed -> assertThat(crashed.death().likelyCause()).contains("resident memory"));
        } else {
          assertThat(outcomes.get(i)).isEqualTo(new Succeeded<>(i, i));
        }
      }
      assertThat(pool.stats().died()).isZero();
    }
  }

  @Test
  void aWorkerWhoseTasksLeaveMuchInItsHeapIsReplaced() {
    MemoryLimits limits = MemoryLimits.none().recycleAboveHeap(100L * MB);
    try (Pool pool = builder().workers(1).heap("512m").memory(limits).build()) {
      for (int generation = 1; generation <= 2; generation++) {
        int before = pool.apply(() -> TaskContext.current().worker());
        for (int task = 1; task <= 4; task++) {
          assertThat(pool.apply(() -> keep(30))).isPositive();
        }
        Waits.until(
            "a fresh worker", () -> pool.apply(() -> TaskContext.current().worker()) > before);
      }
      assertThat(pool.stats().recycled()).isEqualTo(2);
      assertThat(pool.stats().died()).isZero();
    }
  }

  @Test
  void aWorkerWhoseTasksLeaveOnlyGarbageIsKept() {
    MemoryLimits limits = MemoryLimits.none().recycleAboveHeap(100L * MB);
    try (Pool pool = builder().workers(1).heap("512m").memory(limits).build()) {
      List<Integer> workers =
          pool.map(
              number -> {
                fill(30);
                return TaskContext.current().worker();
              },
              PoolTasks.upTo(100),
              MapOptions.chunk(1));
      assertThat(workers).containsOnly(1);
      assertThat(pool.stats().recycled()).isZero();
    }
  }

  // --- The memory and the processors that there are ---

  @Test
  void workersOfTwoPoolsHaveTogetherNoMoreHeapThanThereIsMemory() {
    Board board = Board.in(folder);
    try (Pool one = builder().workers(4).initializer(() -> tellHeap(board, "one")).build();
        Pool two = builder().workers(4).initializer(() -> tellHeap(board, "two")).build()) {
      long first = heaps(board, "one", 4);
      long second = heaps(board, "two", 4);
      assertThat(first + second).isLessThanOrEqualTo(memory() - ownHeap());
      assertThat(second).isLessThan(first).isGreaterThanOrEqualTo(4 * 60L * MB);
      assertThat(one.workers() + two.workers()).isEqualTo(8);
    }
  }

  @Test
  void poolsInsideWorkersShareWhatTheirOwnerLeaves() {
    Board board = Board.in(folder);
    int processors = Runtime.getRuntime().availableProcessors();
    try (Pool pool = builder().workers(processors).build()) {
      int inner =
          pool.apply(() -> {
            try (Pool nested = Pool.ofAllCores()) {
              return nested.workers();
            }
          });
      assertThat(inner).isEqualTo(1);
      long outer = pool.<Long>apply(() -> Runtime.getRuntime().maxMemory());
      int others =
          pool.apply(() -> {
            SerializableRunnable tell = () -> tellHeap(board, "inner");
            try (Pool nested = Pool.builder().workers(3).initializer(tell).build()) {
              return nested.workers();
            }
          });
      assertThat(others).isEqualTo(3);
      assertThat(processors * (outer + heaps(board, "inner", 3)))
          .isLessThanOrEqualTo(memory() - ownHeap());
    }
  }

  private static void tellHeap(Board board, String who) {
    board.add(who, Runtime.getRuntime().maxMemory());
  }

  private static long heaps(Board board, String who, int workers) {
    return board.await(who, workers).stream().mapToLong(Long::parseLong).sum();
  }

  private static long memory() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getTotalMemorySize();
  }

  private static long ownHeap() {
    return Math.min(Runtime.getRuntime().maxMemory(), memory() / 2);
  }

  @Test
  void aWorkerThatLeaksIsReplacedAndOneThatLoadsAtFirstIsNot() {
    MemoryLimits limits = MemoryLimits.none().recycleOnGrowth(50L * MB);
    try (Pool pool =
        builder().workers(1).heap("600m").memory(limits).initializer(() -> KEPT.clear()).build()) {
      // Long enough for its memory to be looked at before it loads what it needs.
      int first =
          pool.apply(() -> {
            Waits.within(Duration.ofMillis(400), () -> false);
            return keep(150);
          });
      assertThat(first).isEqualTo(150);
      int worker = pool.apply(() -> TaskContext.current().worker());
      for (int i = 0; i < 10; i++) {
        assertThat(pool.<Integer>apply(() -> TaskContext.current().worker())).isEqualTo(worker);
      }
      assertThat(pool.stats().recycled()).isZero();
      for (int i = 0; i < 40 && pool.stats().recycled() == 0; i++) {
        assertThat(pool.<Integer>apply(() -> keep(5))).isGreaterThan(150);
      }
      assertThat(pool.stats().ends()).containsExactly(Map.entry(EndCause.GROWTH, 1L));
      Waits.until(
          "a fresh worker", () -> pool.apply(() -> TaskContext.current().worker()) > worker);
    }
  }

  /** Keeps so many megabytes more; returns how many it keeps. */
  private static int keep(int megabytes) {
    KEPT.addAll(blocks(megabytes));
    return KEPT.size();
  }

  private static int fill(int megabytes) {
    return blocks(megabytes).size();
  }

  private static int fillAndHold(int megabytes) {
    List<byte[]> blocks = blocks(megabytes);
    try {
      Waits.untilInterrupted(0);
    } finally {
      Reference.reachabilityFence(blocks);
    }
    return blocks.size();
  }

  private static List<byte[]> blocks(int megabytes) {
    List<byte[]> blocks = new ArrayList<>();
    for (int i = 0; i < megabytes; i++) {
      byte[] block = new byte[MB];
      for (int at = 0; at < MB; at += 4096) {
        block[at] = 1;
      }
      blocks.add(block);
    }
    return blocks;
  }
}
