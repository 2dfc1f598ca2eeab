/**
 * A lock in shared memory that survives its holder, and what is built on it for several packages.
 *
 * <p>Runs in owners and children. What a user sees of it belongs to {@code sync}.
 */
@NullMarked
package dev.brood.internal.lock;

import org.jspecify.annotations.NullMarked;
