package dev.brood.system.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brood.exception.WorkerDiedException;
import dev.brood.jvm.Stdio;
import dev.brood.pool.Pool;
import dev.brood.system.support.Delays;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Kills workers at random moments while a pool is used in all ways. Each kill may cost one task;
 * every other task has its right result, and no call hangs.
 */
final class RandomKills {
  private static final long SEED = Long.getLong("brood.test.seed", System.nanoTime());

  private final Pool pool;
  private final long end;
  private final Random random = new Random(SEED);
  private final AtomicLong kills = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();
  private final AtomicLong succeeded = new AtomicLong();

  private RandomKills(Pool pool, long end) {
    this.pool = pool;
    this.end = end;
  }

  static void during(Supplier<Pool.Builder> builder, long time, TimeUnit unit) throws Exception {
    Stdio quiet = Stdio.listener((source, line) -> {});
    try (Pool pool = builder.get().workers(3).stdio(quiet).build()) {
      new RandomKills(pool, System.nanoTime() + unit.toNanos(time)).run();
    }
  }

  private void run() throws Exception {
    List<CompletableFuture<Void>> callers = new ArrayList<>();
    callers.add(start(this::callOneByOne));
    callers.add(start(this::callWithoutWaiting));
    callers.add(start(this::mapMany));
    callers.add(start(this::streamMany));
    killNowAndThen(callers);
    for (CompletableFuture<Void> caller : callers) {
      caller.get(Delays.PATIENT.toMillis(), TimeUnit.MILLISECONDS);
    }
    String summary =
        "seed=" + SEED + ", kills=" + kills + ", failed=" + failed + ", succeeded=" + succeeded;
    assertThat(kills.get()).as(summary).isPositive();
    assertThat(failed.get()).as(summary).isLessThanOrEqualTo(kills.get());
    assertThat(succeeded.get()).as(summary).isGreaterThan(failed.get());
    assertThat(pool.map(PoolTasks::square, PoolTasks.upTo(100))).as(summary).hasSize(100);
  }

  private interface Caller {
    void call(int round) throws Exception;
  }

  private CompletableFuture<Void> start(Caller caller) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(() -> {
          try {
            for (int round = 0; System.nanoTime() - end < 0; round++) {
              call(caller, round);
            }
            done.complete(null);
          } catch (Throwable t) {
            done.completeExceptionally(new AssertionError("seed=" + SEED, t));
          }
        });
    return done;
  }

  private void call(Caller caller, int round) throws Exception {
    try {
      caller.call(round);
      succeeded.incrementAndGet();
    } catch (WorkerDiedException e) {
      failed.incrementAndGet();
    } catch (CompletionException | ExecutionException e) {
      if (!(e.getCause() instanceof WorkerDiedException)) {
        throw e;
      }
      failed.incrementAndGet();
    }
  }

  private void callOneByOne(int round) {
    assertThat(pool.apply(RandomKills::busy, round)).isEqualTo(round + 1);
  }

  private void callWithoutWaiting(int round) throws Exception {
    CompletableFuture<Integer> future = pool.applyAsync(RandomKills::busy, round);
    assertThat(future.get(Delays.PATIENT.toMillis(), TimeUnit.MILLISECONDS)).isEqualTo(round + 1);
  }

  private void mapMany(int round) {
    List<Integer> results = pool.map(RandomKills::busy, PoolTasks.upTo(200));
    assertThat(results).isEqualTo(PoolTasks.upTo(201).subList(1, 201));
  }

  private void streamMany(int round) {
    List<byte[]> results = pool.imap(RandomKills::bytes, PoolTasks.upTo(20)).toList();
    for (int i = 0; i < 20; i++) {
      assertThat(results.get(i)).hasSize(i * 10_000);
    }
  }

  private static int busy(int number) {
    LockSupport.parkNanos(number % 10 == 0 ? 1_000_000 : 1_000);
    return number + 1;
  }

  private static byte[] bytes(int number) {
    return new byte[number * 10_000];
  }

  /**
   * Kills until time is up, or until a caller has met what it must not meet. Workers that were not
   * there at the look before are spared: three in a row that die before they begin anything are
   * what breaks a pool.
   */
  private void killNowAndThen(List<CompletableFuture<Void>> callers) {
    List<Long> known = List.of();
    while (System.nanoTime() - end < 0
        && callers.stream().noneMatch(CompletableFuture::isCompletedExceptionally)) {
      LockSupport.parkNanos(random.nextLong(150_000_000));
      List<Long> pids = new ArrayList<>(pool.workerPids());
      List<Long> now = List.copyOf(pids);
      pids.retainAll(known);
      known = now;
      if (!pids.isEmpty()) {
        kill(pids.get(random.nextInt(pids.size())));
      }
    }
  }

  private void kill(long pid) {
    ProcessHandle.of(pid)
        .ifPresent(worker -> {
          kills.incrementAndGet();
          worker.destroyForcibly();
        });
  }
}
