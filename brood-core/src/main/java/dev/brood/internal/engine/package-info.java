/**
 * Where the items of a pool run: in child JVMs or on threads of this one. Links to workers of both
 * kinds, and what is sent to them.
 */
@NullMarked
package dev.brood.internal.engine;

import org.jspecify.annotations.NullMarked;
