/** Samples of queues. */
@NullMarked
package dev.brood.samples.queue;

import org.jspecify.annotations.NullMarked;
