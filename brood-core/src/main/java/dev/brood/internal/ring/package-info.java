/**
 * Byte rings in mapped memory: their layout, and one writer and one reader for each.
 *
 * <p>Runs in owners and children. A ring moves bytes and knows nothing of messages; who sleeps and
 * who wakes whom is told by its flags, the waking itself is done by the packages above.
 */
@NullMarked
package dev.brood.internal.ring;

import org.jspecify.annotations.NullMarked;
