package dev.brood.pool;

import dev.brood.internal.task.RunningTask;
import dev.brood.internal.task.Seed;
import java.util.SplittableRandom;

/**
 * What a task may know of itself and its worker while it runs. Got by {@link #current()} inside a
 * task, in child JVMs and on threads alike, and of that task from then on, wherever it is passed to
 * or kept.
 *
 * <p>A child JVM has one worker, so there all threads have a context: those that a task starts have
 * its own while it runs, and what goes on afterwards has that of the task which runs then, or ran
 * last. In a pool on threads only its own threads have one.
 */
public final class TaskContext {

  private final RunningTask running;
  private final long index;
  private final long seed;

  private TaskContext(RunningTask running) {
    this.running = running;
    this.index = running.index();
    this.seed = running.seed();
  }

  /**
   * Returns the context of the task that this worker runs.
   *
   * @throws IllegalStateException if the calling thread is none of a worker, or of those that tasks
   *     have started in a pool on threads
   */
  public static TaskContext current() {
    RunningTask running = RunningTask.current();
    if (running == null) {
      throw new IllegalStateException(
          "thread=" + Thread.currentThread().getName() + " runs no task of a pool");
    }
    return new TaskContext(running);
  }

  /** Tells whether the calling thread has a {@linkplain #current() context}. */
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
    return index;
  }

  /**
   * Returns a source of random numbers that depends on the pool's seed, on which map of the pool
   * this is, and on the {@link #index()} alone. So numbers are the same for any number of workers,
   * any chunks and each attempt, and others in each map; a program that gives its pool a seed and
   * makes its calls in the same order draws the same each time. Asked again in the same task, it
   * returns the same source from its beginning.
   *
   * <p>Maps count in the order in which they are called, streams too, whenever they are consumed;
   * where several threads use a pool, that order is theirs to see to. All single calls together are
   * one more such row, whatever maps there are between them.
   */
  public SplittableRandom random() {
    return new SplittableRandom(Seed.of(seed, index));
  }

  /**
   * Says that the task makes progress, which puts off its stall timeout. Costs nanoseconds; any
   * thread may call it.
   */
  public void heartbeat() {
    running.heartbeat();
  }
}
