/**
 * Queues between processes: {@link SharedQueue}, and {@link JoinableQueue}, which knows when all
 * that was put is done. What they are made of is in {@code internal.queue}.
 *
 * <p>Runs in owners and children. How they work and why: decision 30.
 */
@NullMarked
package dev.brood.queue;

import org.jspecify.annotations.NullMarked;
