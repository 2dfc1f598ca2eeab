/**
 * What stands beside the rows as the limit: the same work without Brood, or the least that such
 * work must cost on this machine. Plain JDK only, so that no fault of the library can make a limit
 * look low. Runs in measuring JVMs.
 *
 * <ul>
 *   <li>processes: {@link dev.brood.benchmarks.limit.BareJvmStart}, {@link
 *       dev.brood.benchmarks.limit.IdleJvms};
 *   <li>bytes between two JVMs: {@link dev.brood.benchmarks.limit.RingRoundTrip}, {@link
 *       dev.brood.benchmarks.limit.RingStream}, {@link dev.brood.benchmarks.limit.MemoryCopy};
 *   <li>work in one JVM: {@link dev.brood.benchmarks.limit.SequentialMap}, {@link
 *       dev.brood.benchmarks.limit.ThreadPoolRate}, {@link
 *       dev.brood.benchmarks.limit.ThreadSpeedUp}.
 * </ul>
 */
@NullMarked
package dev.brood.benchmarks.limit;

import org.jspecify.annotations.NullMarked;
