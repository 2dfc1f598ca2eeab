/**
 * Pools: functions over many items, spread over child JVMs or over threads of this one.
 *
 * <p>Types: {@link dev.brood.pool.Pool}, its {@link dev.brood.pool.Pool.Builder builder} and {@link
 * dev.brood.pool.MapOptions}. What happens inside is in {@code internal.call} and below; single
 * processes are in {@link dev.brood.process}. Runs in the JVM that owns the workers.
 */
@NullMarked
package dev.brood.pool;

import org.jspecify.annotations.NullMarked;
