/** Samples that compute: the same work on one process and on many. */
@NullMarked
package dev.brood.samples.numeric;

import org.jspecify.annotations.NullMarked;
