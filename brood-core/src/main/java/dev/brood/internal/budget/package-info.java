/**
 * Owner side: what the pools of this JVM share, memory and processors, and what each has of it.
 *
 * <p>The {@link Budget} is that of the machine, or what the owner of this JVM has given it, see
 * {@link Means}. A pool takes its {@link Share} when it opens.
 *
 * <p>Stands between a fresh JVM and its first child, so no lambdas, see {@code internal.launch}.
 */
@NullMarked
package dev.brood.internal.budget;

import org.jspecify.annotations.NullMarked;
