package dev.brood.system.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brood.exception.WorkerDiedException;
import dev.brood.jvm.Stdio;
import dev.brood.pool.MapOptions;
import dev.brood.pool.Outcome;
import dev.brood.pool.Outcome.Crashed;
import dev.brood.pool.Outcome.Succeeded;
import dev.brood.pool.Pool;
import dev.brood.pool.PoolStats;
import dev.brood.system.support.Delays;
import dev.brood.system.support.Waits;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A million tasks on four workers, of which a random one is killed every 250 ms until all tasks are
 * done. Each task ends once: with its right value, or blamed for the death of a worker that was
 * really killed while it ran; and no more tasks are blamed than workers were killed. What has a
 * value was run exactly once, what was blamed at most once: each run appends its number to a file.
 */
@Tag("chaos")
class MillionTasksTest {

  private static final int TASKS = 1_000_000;
  private static final int IN_FUTURES = 200_000;
  private static final int IN_MAPS = 400_000;
  private static final int MOST_WAITING = 20_000;
  private static final long KILL_EVERY_MILLIS = 250;
  private static final Path MAPS = Path.of("/proc/self/maps");
  private static final Pattern RING = Pattern.compile("/brood-[^/]*/(.*/)?ring-\\d+");
  private static final long SEED = 20_260_401;

  private final Set<Long> killed = ConcurrentHashMap.newKeySet();
  private final Set<Integer> blamed = ConcurrentHashMap.newKeySet();
  private final CountDownLatch done = new CountDownLatch(1);

  @ParameterizedTest
  @EnumSource
  void everyTaskEndsOnce(Pool.Transport transport, @TempDir Path folder) throws Exception {
    Path journal = Files.createFile(folder.resolve("runs"));
    Set<String> before = mappedRings();
    long start = System.nanoTime();
    PoolStats stats;
    String runs = journal.toString();
    try (Pool pool =
        Pool.builder()
            .workers(4)
            .transport(transport)
            .stdio(Stdio.listener((source, line) -> {}))
            .restartLimit(Integer.MAX_VALUE, Duration.ofSeconds(1))
            .build()) {
      Thread killer = Thread.ofPlatform().daemon().start(() -> killNowAndThen(pool));
      CompletableFuture<Void> futures = inBackground(() -> callAll(pool, runs));
      CompletableFuture<Void> stream = inBackground(() -> streamAll(pool, runs));
      mapAll(pool, runs);
      futures.get(Delays.LONG_STUCK.toMillis(), TimeUnit.MILLISECONDS);
      stream.get(Delays.LONG_STUCK.toMillis(), TimeUnit.MILLISECONDS);
      done.countDown();
      killer.join(Delays.PATIENT.toMillis());
      Waits.until("the last death is noticed", () -> pool.stats().died() >= killed.size());
      stats = pool.stats();
      assertThat(before.containsAll(mappedRings()))
          .as("no ring of this pool is mapped while it is open")
          .isEqualTo(transport == Pool.Transport.SOCKET || !Files.exists(MAPS));
    }
    System.out.printf(
        "chaos: transport=%s tasks=%d killed=%d blamed=%d started=%d died=%d seconds=%.1f%n",
        transport,
        TASKS,
        killed.size(),
        blamed.size(),
        stats.started(),
        stats.died(),
        (System.nanoTime() - start) / 1e9);
    long turns = Duration.ofNanos(System.nanoTime() - start).toMillis() / KILL_EVERY_MILLIS;
    // A turn may find no worker, or one that was killed before; a loaded machine has fewer of them.
    assertThat((long) killed.size()).isGreaterThanOrEqualTo(Math.max(1, turns / 4));
    assertThat(blamed.size()).isLessThanOrEqualTo(killed.size());
    assertThat(stats.died()).isEqualTo(killed.size());
    Waits.until("no ring is mapped any more", () -> before.containsAll(mappedRings()));
    int[] times = Journal.read(journal);
    for (int i = 0; i < TASKS; i++) {
      assertThat(times[i]).as("runs of task %s", i).isBetween(blamed.contains(i) ? 0 : 1, 1);
    }
  }

  /**
   * Returns what this JVM has mapped of the rings of workers; nothing where that cannot be seen.
   */
  private static Set<String> mappedRings() {
    if (!Files.exists(MAPS)) {
      return Set.of();
    }
    try (Stream<String> lines = Files.lines(MAPS)) {
      return lines.filter(line -> RING.matcher(line).find()).collect(Collectors.toSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private interface Work {
    void run() throws Exception;
  }

  private static CompletableFuture<Void> inBackground(Work work) {
    CompletableFuture<Void> end = new CompletableFuture<>();
    Thread.ofPlatform()
        .daemon()
        .start(() -> {
          try {
            work.run();
            end.complete(null);
          } catch (Throwable t) {
            end.completeExceptionally(t);
          }
        });
    return end;
  }

  /**
   * Works, and notes it first: numbers of futures come first, then the map's, then the stream's.
   */
  private static long work(String runs, int at, int number) {
    Journal.note(runs, at + number);
    return work(number);
  }

  /**
   * Of a worker: the file that all workers append to. Opened once, it costs them next to nothing.
   */
  private static final class Journal {
    private static @Nullable FileOutputStream file;

    private Journal() {}

    static void note(String path, int number) {
      try {
        FileOutputStream open = file;
        if (open == null) {
          open = new FileOutputStream(path, true);
          file = open;
        }
        // In one piece: a kill leaves all of it or nothing, and no two mix.
        open.write(
            new byte[] {
              (byte) (number >> 24), (byte) (number >> 16), (byte) (number >> 8), (byte) number
            });
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** Returns how often each number was noted. */
    static int[] read(Path path) throws IOException {
      int[] runs = new int[TASKS];
      IntBuffer numbers = ByteBuffer.wrap(Files.readAllBytes(path)).asIntBuffer();
      while (numbers.hasRemaining()) {
        runs[numbers.get()]++;
      }
      return runs;
    }
  }

  private static long work(int number) {
    long value = number;
    for (int i = 0; i < 2_000; i++) {
      value = value * 6364136223846793005L + 1442695040888963407L;
    }
    return value;
  }

  private void mapAll(Pool pool, String runs) {
    List<Outcome<Long>> outcomes =
        pool.mapOutcomes(number -> work(runs, IN_FUTURES, number), PoolTasks.upTo(IN_MAPS));
    assertThat(outcomes).hasSize(IN_MAPS);
    for (int i = 0; i < IN_MAPS; i++) {
      check(i, IN_FUTURES + i, outcomes.get(i));
    }
  }

  private void streamAll(Pool pool, String runs) {
    int at = IN_FUTURES + IN_MAPS;
    int count = TASKS - IN_MAPS - IN_FUTURES;
    AtomicInteger next = new AtomicInteger();
    try (var results =
        pool.imapOutcomesUnordered(
            number -> new long[] {number, work(runs, at, number)},
            PoolTasks.upTo(count),
            MapOptions.defaults())) {
      AtomicIntegerArray seen = new AtomicIntegerArray(count);
      results.forEach(outcome -> {
        next.incrementAndGet();
        if (outcome instanceof Succeeded<long[]>(long[] pair, long index)) {
          assertThat(pair[0]).isEqualTo(index);
          int number = (int) pair[0];
          assertThat(pair[1]).isEqualTo(work(number));
          seen.incrementAndGet(number);
        } else {
          Crashed<?> crashed = (Crashed<?>) outcome;
          int number = (int) crashed.index();
          seen.incrementAndGet(number);
          blame(crashed.cause(), number, at + number);
        }
      });
      for (int i = 0; i < count; i++) {
        assertThat(seen.get(i)).as("answers to item %s", i).isEqualTo(1);
      }
    }
    assertThat(next.get()).isEqualTo(count);
  }

  private void callAll(Pool pool, String runs) throws Exception {
    Semaphore room = new Semaphore(MOST_WAITING);
    List<CompletableFuture<Long>> futures = new ArrayList<>(IN_FUTURES);
    for (int i = 0; i < IN_FUTURES; i++) {
      room.acquire();
      int number = i;
      CompletableFuture<Long> future = pool.applyAsync(() -> work(runs, 0, number));
      var _ = future.whenComplete((result, failure) -> room.release());
      futures.add(future);
    }
    room.acquire(MOST_WAITING);
    for (int i = 0; i < IN_FUTURES; i++) {
      CompletableFuture<Long> future = futures.get(i);
      check(i, i, Outcome.of(future));
    }
  }

  private void check(int number, int noted, Outcome<Long> outcome) {
    if (outcome instanceof Crashed<Long> crashed) {
      blame(crashed.cause(), number, noted);
    } else {
      assertThat(outcome.get()).isEqualTo(work(number));
    }
  }

  private void blame(WorkerDiedException death, long index, int noted) {
    assertThat(blamed.add(noted)).as("first answer to task %s", noted).isTrue();
    assertThat(death.death().signal()).isEqualTo(9);
    assertThat(death.index()).isEqualTo(index);
    assertThat(killed).contains(death.pid());
  }

  private void killNowAndThen(Pool pool) {
    Random random = new Random(SEED);
    try {
      while (!done.await(KILL_EVERY_MILLIS, TimeUnit.MILLISECONDS)) {
        List<Long> pids = pool.workerPids();
        if (!pids.isEmpty()) {
          long pid = pids.get(random.nextInt(pids.size()));
          if (killed.add(pid)) {
            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
