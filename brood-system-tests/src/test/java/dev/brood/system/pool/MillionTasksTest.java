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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A million tasks on four workers, of which a random one is killed every 250 ms until all tasks are
 * done. Each task ends once: with its right value, or blamed for the death of a worker that was
 * really killed while it ran; and no more tasks are blamed than workers were killed.
 */
@Tag("chaos")
class MillionTasksTest {

  private static final int TASKS = 1_000_000;
  private static final int IN_FUTURES = 200_000;
  private static final int IN_MAPS = 400_000;
  private static final int MOST_WAITING = 20_000;
  private static final long KILL_EVERY_MILLIS = 250;
  private static final long SEED = 20_260_401;

  private final Set<Long> killed = ConcurrentHashMap.newKeySet();
  private final AtomicInteger blamed = new AtomicInteger();
  private final CountDownLatch done = new CountDownLatch(1);

  @ParameterizedTest
  @EnumSource
  void everyTaskEndsOnce(Pool.Transport transport) throws Exception {
    long start = System.nanoTime();
    PoolStats stats;
    try (Pool pool =
        Pool.builder()
            .workers(4)
            .transport(transport)
            .stdio(Stdio.listener((source, line) -> {}))
            .restartLimit(Integer.MAX_VALUE, Duration.ofSeconds(1))
            .build()) {
      Thread killer = Thread.ofPlatform().daemon().start(() -> killNowAndThen(pool));
      CompletableFuture<Void> futures = inBackground(() -> callAll(pool));
      CompletableFuture<Void> stream = inBackground(() -> streamAll(pool));
      mapAll(pool);
      futures.get(Delays.LONG_STUCK.toMillis(), TimeUnit.MILLISECONDS);
      stream.get(Delays.LONG_STUCK.toMillis(), TimeUnit.MILLISECONDS);
      done.countDown();
      killer.join(Delays.PATIENT.toMillis());
      Waits.until("the last death is noticed", () -> pool.stats().died() >= killed.size());
      stats = pool.stats();
    }
    System.out.printf(
        "chaos: transport=%s tasks=%d killed=%d blamed=%d started=%d died=%d seconds=%.1f%n",
        transport,
        TASKS,
        killed.size(),
        blamed.get(),
        stats.started(),
        stats.died(),
        (System.nanoTime() - start) / 1e9);
    assertThat(killed).isNotEmpty();
    assertThat(blamed.get()).isLessThanOrEqualTo(killed.size());
    assertThat(stats.died()).isEqualTo(killed.size());
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

  private static long work(int number) {
    long value = number;
    for (int i = 0; i < 2_000; i++) {
      value = value * 6364136223846793005L + 1442695040888963407L;
    }
    return value;
  }

  private void mapAll(Pool pool) {
    List<Outcome<Long>> outcomes =
        pool.mapOutcomes(MillionTasksTest::work, PoolTasks.upTo(IN_MAPS));
    assertThat(outcomes).hasSize(IN_MAPS);
    for (int i = 0; i < IN_MAPS; i++) {
      check(i, outcomes.get(i));
    }
  }

  private void streamAll(Pool pool) {
    int count = TASKS - IN_MAPS - IN_FUTURES;
    AtomicInteger next = new AtomicInteger();
    try (var results =
        pool.imapOutcomesUnordered(
            number -> new long[] {number, work(number)},
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
          seen.incrementAndGet((int) crashed.index());
          blame(crashed.cause(), crashed.index());
        }
      });
      for (int i = 0; i < count; i++) {
        assertThat(seen.get(i)).as("answers to item %s", i).isEqualTo(1);
      }
    }
    assertThat(next.get()).isEqualTo(count);
  }

  private void callAll(Pool pool) throws Exception {
    Semaphore room = new Semaphore(MOST_WAITING);
    AtomicIntegerArray completed = new AtomicIntegerArray(IN_FUTURES);
    List<CompletableFuture<Long>> futures = new ArrayList<>(IN_FUTURES);
    for (int i = 0; i < IN_FUTURES; i++) {
      room.acquire();
      int number = i;
      CompletableFuture<Long> future = pool.applyAsync(() -> work(number));
      var _ =
          future.whenComplete((result, failure) -> {
            completed.incrementAndGet(number);
            room.release();
          });
      futures.add(future);
    }
    room.acquire(MOST_WAITING);
    for (int i = 0; i < IN_FUTURES; i++) {
      assertThat(completed.get(i)).as("completions of future %s", i).isEqualTo(1);
      CompletableFuture<Long> future = futures.get(i);
      check(i, Outcome.of(future));
    }
  }

  private void check(int number, Outcome<Long> outcome) {
    if (outcome instanceof Crashed<Long> crashed) {
      blame(crashed.cause(), number);
    } else {
      assertThat(outcome.get()).isEqualTo(work(number));
    }
  }

  private void blame(WorkerDiedException death, long index) {
    blamed.incrementAndGet();
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
