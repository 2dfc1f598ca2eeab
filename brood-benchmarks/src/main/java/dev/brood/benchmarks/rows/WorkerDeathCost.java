package dev.brood.benchmarks.rows;

import dev.brood.benchmarks.Probe;
import dev.brood.benchmarks.Settings;
import dev.brood.benchmarks.harness.Statistics;
import dev.brood.exception.WorkerDiedException;
import dev.brood.memory.SharedLong;
import dev.brood.pool.Pool;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** From the death of a worker in its task to the result of the next task; the median in ms. */
final class WorkerDeathCost implements Probe {

  private static final int DEATHS_ALLOWED = 1_000;
  private static final long NOWHERE = 0;
  private static final Duration LOOK = Duration.ofMillis(1);
  private static final Duration LONGEST = Duration.ofMinutes(1);

  /** One death in a pool. */
  private interface Death {
    /** Has a worker die, and returns when that began; its task has failed then. */
    long dieIn(Pool pool) throws InterruptedException;
  }

  private final Pool pool;
  private final int deaths;
  private final Death death;

  private WorkerDeathCost(Settings settings, Death death) {
    this.death = death;
    deaths = settings.size("starts");
    pool =
        Pool.builder()
            .workers(settings.size("workers"))
            .restartLimit(DEATHS_ALLOWED, Duration.ofSeconds(1))
            .build();
    pool.apply(x -> x, 1);
  }

  /** Returns the probe of a task that halts its JVM; its call is when it begins. */
  static Probe ofHalts(Settings settings) {
    return new WorkerDeathCost(settings, WorkerDeathCost::halt);
  }

  /** Returns the probe of SIGKILL while a task runs; the signal is when it begins. */
  static Probe ofKills(Settings settings) {
    return new WorkerDeathCost(settings, WorkerDeathCost::kill);
  }

  @Override
  public double sample() throws InterruptedException {
    double[] millis = new double[deaths];
    for (int i = 0; i < deaths; i++) {
      awaitAllWorkers();
      long start = death.dieIn(pool);
      int result = pool.apply(x -> x, 1);
      millis[i] = result * (System.nanoTime() - start) / 1e6;
    }
    return Statistics.median(millis);
  }

  private void awaitAllWorkers() throws InterruptedException {
    long end = System.nanoTime() + LONGEST.toNanos();
    while (pool.workerPids().size() < pool.workers()) {
      check(System.nanoTime() < end, "a dead worker was not replaced");
      Thread.sleep(LOOK);
    }
  }

  private static long halt(Pool pool) {
    long start = System.nanoTime();
    try {
      pool.<Integer>apply(WorkerDeathCost::haltThisJvm);
    } catch (WorkerDiedException expected) {
      return start;
    }
    throw new IllegalStateException("the task did not kill its worker");
  }

  private static int haltThisJvm() {
    Runtime.getRuntime().halt(1);
    return 1;
  }

  private static long kill(Pool pool) throws InterruptedException {
    try (SharedLong begunIn = SharedLong.create(NOWHERE)) {
      CompletableFuture<Integer> running = pool.applyAsync(() -> tellAndSleep(begunIn));
      ProcessHandle victim = ProcessHandle.of(awaitPid(begunIn)).orElseThrow();
      long start = System.nanoTime();
      check(victim.destroyForcibly(), "the worker could not be killed");
      try {
        running.join();
      } catch (CompletionException expected) {
        check(expected.getCause() instanceof WorkerDiedException, expected.toString());
        return start;
      }
    }
    throw new IllegalStateException("the task outlived its worker");
  }

  private static int tellAndSleep(SharedLong begunIn) throws InterruptedException {
    begunIn.set(ProcessHandle.current().pid());
    Thread.sleep(LONGEST);
    return 1;
  }

  /** A task that has not begun would go to another worker, so it must say that it has. */
  private static long awaitPid(SharedLong begunIn) throws InterruptedException {
    long end = System.nanoTime() + LONGEST.toNanos();
    while (begunIn.get() == NOWHERE) {
      check(System.nanoTime() < end, "no worker began the task");
      Thread.sleep(LOOK);
    }
    return begunIn.get();
  }

  private static void check(boolean good, String what) {
    if (!good) {
      throw new IllegalStateException(what);
    }
  }

  @Override
  public void close() {
    pool.close();
  }
}
