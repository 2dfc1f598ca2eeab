package dev.brood.internal.supervise;

import dev.brood.function.SerializableCallable;
import org.jspecify.annotations.Nullable;

/**
 * What a pool is to be like.
 *
 * @param name for threads and messages
 * @param workers how many at most
 * @param atOnce whether all start with the pool, or each when there is work for it; with an
 *     initializer of the user one starts with the pool in any case
 * @param initializer what each worker runs first, or null
 * @param exitHook what each worker runs last, or null
 * @param seed what the random numbers of tasks follow from
 * @param life when workers are replaced
 * @param breaker how many of them may die before the pool gives up
 */
public record PoolSettings(
    String name,
    int workers,
    boolean atOnce,
    @Nullable Initializer initializer,
    @Nullable SerializableCallable<?> exitHook,
    long seed,
    WorkerLife life,
    MaxDeaths breaker) {

  /**
   * What each worker runs first.
   *
   * @param call what it runs
   * @param ofUser whether it is the user's: then the pool opens when it has run, and breaks if a
   *     worker dies in it; otherwise that is a death like any other
   * @param timeoutNanos how long it may take, 0 for as long as it likes
   */
  public record Initializer(SerializableCallable<?> call, boolean ofUser, long timeoutNanos) {}

  /** Tells whether there is an initializer of the user. */
  public boolean hasUserInitializer() {
    return initializer != null && initializer.ofUser;
  }

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
