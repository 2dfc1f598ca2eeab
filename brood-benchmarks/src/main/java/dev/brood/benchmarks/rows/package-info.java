/**
 * The rows, one class per way of using Brood. Runs in measuring JVMs; {@link
 * dev.brood.benchmarks.rows.Work} also in the workers that they start.
 *
 * <ul>
 *   <li>starting: {@link dev.brood.benchmarks.rows.StartRows};
 *   <li>a running pool: {@link dev.brood.benchmarks.rows.PoolRows}, {@link
 *       dev.brood.benchmarks.rows.IdleRows};
 *   <li>real work: {@link dev.brood.benchmarks.rows.ComputeRows}.
 * </ul>
 */
@NullMarked
package dev.brood.benchmarks.rows;

import org.jspecify.annotations.NullMarked;
