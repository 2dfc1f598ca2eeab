/**
 * What is measured, and how a run of it is reported: {@code ./brood bench --list} names the rows.
 */
@NullMarked
package dev.brood.benchmarks;

import org.jspecify.annotations.NullMarked;
