/**
 * How a row is measured: one process per side, asked in turn, within a bound of time.
 *
 * <p>The classes run in two kinds of process. The conductor, which is the user's JVM: {@link
 * dev.brood.benchmarks.harness.RowRunner} starts the sides of a row, {@link
 * dev.brood.benchmarks.harness.Interleaver} asks them in turn, {@link
 * dev.brood.benchmarks.harness.SideProcess} is one of them seen from there. And the measuring JVM:
 * {@link dev.brood.benchmarks.harness.MeasureMain}. The CPython scripts speak the same {@link
 * dev.brood.benchmarks.harness.ProtocolLine lines}.
 */
@NullMarked
package dev.brood.benchmarks.harness;

import org.jspecify.annotations.NullMarked;
