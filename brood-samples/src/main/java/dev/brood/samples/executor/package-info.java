/** Samples of the executor, the JDK's way to processes. */
@NullMarked
package dev.brood.samples.executor;

import org.jspecify.annotations.NullMarked;
