package dev.brood.internal.supervise;

import org.jspecify.annotations.Nullable;

/**
 * What a pool of child JVMs is to be like.
 *
 * @param name for threads and messages
 * @param workers how many at most
 * @param atOnce whether all start with the pool, or each when there is work for it
 * @param tasksPerWorker after how many items a worker is replaced, {@link Integer#MAX_VALUE} for
 *     never
 * @param initializer a callable that each worker runs first, or null
 */
public record PoolSettings(
    String name, int workers, boolean atOnce, int tasksPerWorker, @Nullable Object initializer) {}
