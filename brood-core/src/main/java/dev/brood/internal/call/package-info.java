/**
 * What callers of a pool wait for: one result, a future, the results of a map; with retries and
 * progress.
 */
@NullMarked
package dev.brood.internal.call;

import org.jspecify.annotations.NullMarked;
