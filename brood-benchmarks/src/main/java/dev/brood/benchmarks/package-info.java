/**
 * What each promise about speed is measured with: the rows of the table and the command that runs
 * them.
 *
 * <p>The owner of a run only conducts. Each side of a row (ours, the CPython peer, the limit) is a
 * process of its own that is started when the row starts and measures one sample whenever it is
 * told to:
 *
 * <ul>
 *   <li>{@link dev.brood.benchmarks.Benchmarks}: the list of rows, and how rows are chosen by name;
 *   <li>{@link dev.brood.benchmarks.Row}, {@link dev.brood.benchmarks.Settings}, {@link
 *       dev.brood.benchmarks.Unit}: what a row is;
 *   <li>{@link dev.brood.benchmarks.Probe}: what measures one side of it;
 *   <li>{@link dev.brood.benchmarks.BenchRun}: a whole run, from options to exit code.
 * </ul>
 */
@NullMarked
package dev.brood.benchmarks;

import org.jspecify.annotations.NullMarked;
