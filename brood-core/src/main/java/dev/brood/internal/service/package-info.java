/**
 * What can be called of the shared objects that come with the library: one interface for each kind,
 * made for few and large calls.
 *
 * <p>Proxies call it, referents implement it, and another wire can serve it under names of its own.
 */
@NullMarked
package dev.brood.internal.service;

import org.jspecify.annotations.NullMarked;
