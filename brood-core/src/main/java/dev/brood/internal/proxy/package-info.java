/**
 * Proxies: shared objects in the form of the interfaces that users know, over any target.
 *
 * <p>Each method is one call, as a rule; what is read as a whole comes in pages. A proxy travels as
 * a {@link dev.brood.internal.proxy.ProxyHandle}.
 */
@NullMarked
package dev.brood.internal.proxy;

import org.jspecify.annotations.NullMarked;
