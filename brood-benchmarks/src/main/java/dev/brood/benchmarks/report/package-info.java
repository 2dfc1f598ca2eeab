/**
 * What a run says: the table for people, the lines for programs. Runs in the conductor of a run;
 * knows no process.
 *
 * <ul>
 *   <li>{@link dev.brood.benchmarks.report.RowResult}: one finished row;
 *   <li>{@link dev.brood.benchmarks.report.ResultTable}: rows as text;
 *   <li>{@link dev.brood.benchmarks.report.ResultJson}: rows as JSON, one object per line;
 *   <li>{@link dev.brood.benchmarks.report.Json}: strings and numbers of JSON, no more than is
 *       needed here.
 * </ul>
 */
@NullMarked
package dev.brood.benchmarks.report;

import org.jspecify.annotations.NullMarked;
