package dev.brood.pool;

import dev.brood.internal.supervise.MemoryTerms;

/**
 * How much memory a worker may have in use, in bytes. Immutable; for workers that are JVMs.
 *
 * <p>The first three limits are of its process, the heap and all else: the resident set. It is
 * looked at after each batch and every 100 ms while a worker is busy. Kept on Linux only; elsewhere
 * the system does not say, and there is no limit.
 *
 * <p>The last limit is of what tasks leave in the heap. A worker looks at its heap after each
 * batch. If more is in use than the limit, it collects its garbage and looks again, so that garbage
 * does not count; it spends less than a twentieth of its time on that. Where {@code
 * -XX:+DisableExplicitGC} forbids it to collect, there is no limit.
 *
 * <p>While a task runs, its heap is limited by {@link PoolBuilder#heap}; a task that exceeds that
 * fails with an {@link OutOfMemoryError}, and its worker is replaced.
 *
 * @param recycle a worker above this is replaced when it has done what it has; 0 for no limit
 * @param fail a worker above this is killed, and its task fails with a {@link
 *     dev.brood.exception.WorkerDiedException} that says so; 0 for no limit
 * @param growth a worker that has grown by more than this since its first task is replaced when it
 *     has done what it has; 0 for no limit
 * @param heap a worker with more than this in its heap that is no garbage is replaced when it has
 *     done what it has; 0 for no limit
 */
public record MemoryLimits(long recycle, long fail, long growth, long heap) {

  private static final MemoryLimits NONE = new MemoryLimits(0, 0, 0, 0);

  /**
   * Creates limits.
   *
   * @throws IllegalArgumentException if a number is negative
   */
  public MemoryLimits {
    if (recycle < 0 || fail < 0 || growth < 0 || heap < 0) {
      throw new IllegalArgumentException(
          "recycle="
              + recycle
              + ", fail="
              + fail
              + ", growth="
              + growth
              + ", heap="
              + heap
              + " must not be negative");
    }
  }

  /** Returns no limits. */
  public static MemoryLimits none() {
    return NONE;
  }

  /** Returns these limits with one above which a worker is replaced. */
  public MemoryLimits recycleAbove(long bytes) {
    return new MemoryLimits(bytes, fail, growth, heap);
  }

  /** Returns these limits with one above which a worker is killed and its task fails. */
  public MemoryLimits failAbove(long bytes) {
    return new MemoryLimits(recycle, bytes, growth, heap);
  }

  /** Returns these limits with a growth above which a worker is replaced. */
  public MemoryLimits recycleOnGrowth(long bytes) {
    return new MemoryLimits(recycle, fail, bytes, heap);
  }

  /**
   * Returns these limits with one of what tasks may leave in a worker's heap, garbage not counted,
   * above which it is replaced.
   *
   * @throws IllegalArgumentException if the number is negative
   */
  public MemoryLimits recycleAboveHeap(long bytes) {
    return new MemoryLimits(recycle, fail, growth, bytes);
  }

  MemoryTerms terms() {
    return new MemoryTerms(recycle, fail, growth, heap);
  }
}
