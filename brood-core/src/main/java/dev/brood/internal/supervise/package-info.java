/**
 * The owner's side of a pool: which items go to which worker, and what comes of them.
 *
 * <p>Runs in the JVM that owns the workers. The state of a pool belongs to whoever holds its {@link
 * dev.brood.internal.supervise.Turn}, and moves on by steps that never block.
 */
@NullMarked
package dev.brood.internal.supervise;

import org.jspecify.annotations.NullMarked;
