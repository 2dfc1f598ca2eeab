/**
 * The shared objects that come with the library, as they are in their server.
 *
 * <p>Each is safe for any thread. Whoever can hold one, or wait for it, is a session: when that
 * ends, what it held is free, and the server interrupts what waited for it.
 */
@NullMarked
package dev.brood.internal.referent;

import org.jspecify.annotations.NullMarked;
