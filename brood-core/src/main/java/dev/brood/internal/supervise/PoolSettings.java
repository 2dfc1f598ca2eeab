package dev.brood.internal.supervise;

import org.jspecify.annotations.Nullable;

/**
 * What a pool is to be like.
 *
 * @param name for threads and messages
 * @param workers how many at most
 * @param atOnce whether all start with the pool, or each when there is work for it
 * @param initializer a callable that each worker runs first, or null
 * @param exitHook a callable that each worker runs last, or null
 * @param seed what the random numbers of tasks follow from
 * @param life when workers are replaced
 * @param breaker how many of them may die before the pool gives up
 */
public record PoolSettings(
    String name,
    int workers,
    boolean atOnce,
    @Nullable Object initializer,
    @Nullable Object exitHook,
    long seed,
    WorkerLife life,
    MaxDeaths breaker) {

  /**
   * When a worker is replaced or let go.
   *
   * @param tasks after how many items, {@link Integer#MAX_VALUE} for never
   * @param ageNanos how long after its start, 0 for never
   * @param idleNanos how long after its last item without being replaced, 0 for never
   * @param graceNanos how long it may take to let go of an item that was called off
   * @param memory how much memory it may use
   */
  public record WorkerLife(
      int tasks, long ageNanos, long idleNanos, long graceNanos, MemoryTerms memory) {}

  /** When deaths of workers are too many: more than {@code deaths} within {@code nanos}. */
  public record MaxDeaths(int deaths, long nanos) {}
}
