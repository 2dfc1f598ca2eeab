/** The state that is copied to forked children, alone in its package. */
@NullMarked
package dev.brood.benchmarks.rows.forked;

import org.jspecify.annotations.NullMarked;
