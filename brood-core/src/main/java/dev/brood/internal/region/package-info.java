/**
 * Memory that two processes map: creating it with its backing guaranteed, opening it, letting it
 * go.
 *
 * <p>Runs in owners and children. What the bytes mean belongs to the packages above.
 */
@NullMarked
package dev.brood.internal.region;

import org.jspecify.annotations.NullMarked;
