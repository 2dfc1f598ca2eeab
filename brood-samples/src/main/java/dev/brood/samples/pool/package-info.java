/** Samples of a pool: the same function over many values, on many processes. */
@NullMarked
package dev.brood.samples.pool;

import org.jspecify.annotations.NullMarked;
