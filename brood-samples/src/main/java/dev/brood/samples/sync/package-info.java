/** Samples of locks between processes. */
@NullMarked
package dev.brood.samples.sync;

import org.jspecify.annotations.NullMarked;
