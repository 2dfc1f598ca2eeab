package dev.brood.pool;

import dev.brood.internal.task.RunningTask;
import java.util.SplittableRandom;

/**
 * What a task may know of itself and its worker while it runs. Got by {@link #current()} inside a
 * task, in child JVMs and on threads alike; in a child JVM also by threads that the task starts.
 */
public final class TaskContext {

  private final RunningTask running;

  private TaskContext(RunningTask running) {
    this.running = running;
  }

  /**
   * Returns the context of the task that the calling thread runs.
   *
   * @throws IllegalStateException if it runs none
   */
  public static TaskContext current() {
    RunningTask running = RunningTask.current();
    if (running == null) {
      throw new IllegalStateException(
          "thread=" + Thread.currentThread().getName() + " runs no task of a pool");
    }
    return new TaskContext(running);
  }

  /** Tells whether the calling thread runs a task of a pool. */
  public static boolean isInTask() {
    return RunningTask.current() != null;
  }

  /** Returns the number of the worker in its pool, from 1; a replacement has a new number. */
  public int worker() {
    return running.worker();
  }

  /**
   * Returns the place of the task in its row: of an item among the items of its map, of a single
   * call among the single calls of its pool, from 0.
   */
  public long index() {
    return running.index();
  }

  /**
   * Returns a source of random numbers that depends on the pool's seed and the {@link #index()}
   * alone, so that results are the same for any number of workers and for each attempt.
   */
  public SplittableRandom random() {
    return new SplittableRandom(mix(running.seed() ^ mix(running.index() + 1)));
  }

  /**
   * Mixes the bits of a number: variant 13 of David Stafford, "Better Bit Mixing" (2011). Seeds
   * that differ by a multiple of its gamma would give {@code SplittableRandom} overlapping streams.
   */
  private static long mix(long number) {
    long mixed = (number ^ (number >>> 30)) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
    return mixed ^ (mixed >>> 31);
  }

  /**
   * Says that the task makes progress, which puts off its stall timeout. Costs nanoseconds; any
   * thread may call it.
   */
  public void heartbeat() {
    running.heartbeat();
  }
}
