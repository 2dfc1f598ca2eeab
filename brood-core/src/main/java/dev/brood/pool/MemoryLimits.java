package dev.brood.pool;

import dev.brood.internal.supervise.MemoryTerms;

/**
 * How much memory the process of a worker may have in use, its heap and all else: the resident set,
 * in bytes. Immutable. Looked at after each batch and every 100 ms while a worker is busy. Kept on
 * Linux only; elsewhere the system does not say, and there is no limit.
 *
 * <p>The heap alone is limited by {@link PoolBuilder#heap}; a task that exceeds that fails with an
 * {@link OutOfMemoryError}, and its worker is replaced.
 *
 * @param recycle a worker above this is replaced when it has done what it has; 0 for no limit
 * @param fail a worker above this is killed, and its task fails with a {@link
 *     dev.brood.exception.WorkerDiedException} that says so; 0 for no limit
 * @param growth a worker that has grown by more than this since its first task is replaced when it
 *     has done what it has; 0 for no limit
 */
public record MemoryLimits(long recycle, long fail, long growth) {

  private static final MemoryLimits NONE = new MemoryLimits(0, 0, 0);

  /**
   * Creates limits.
   *
   * @throws IllegalArgumentException if a number is negative
   */
  public MemoryLimits {
    if (recycle < 0 || fail < 0 || growth < 0) {
      throw new IllegalArgumentException(
          "recycle=" + recycle + ", fail=" + fail + ", growth=" + growth + " must not be negative");
    }
  }

  /** Returns no limits. */
  public static MemoryLimits none() {
    return NONE;
  }

  /** Returns these limits with one above which a worker is replaced. */
  public MemoryLimits recycleAbove(long bytes) {
    return new MemoryLimits(bytes, fail, growth);
  }

  /** Returns these limits with one above which a worker is killed and its task fails. */
  public MemoryLimits failAbove(long bytes) {
    return new MemoryLimits(recycle, bytes, growth);
  }

  /** Returns these limits with a growth above which a worker is replaced. */
  public MemoryLimits recycleOnGrowth(long bytes) {
    return new MemoryLimits(recycle, fail, bytes);
  }

  MemoryTerms terms() {
    return new MemoryTerms(recycle, fail, growth);
  }
}
