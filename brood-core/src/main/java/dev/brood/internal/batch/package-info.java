/**
 * Items on their way to a worker, and their results on the way back: what the rest of the owner's
 * side of a pool is about, whether workers are processes or threads.
 */
@NullMarked
package dev.brood.internal.batch;

import org.jspecify.annotations.NullMarked;
