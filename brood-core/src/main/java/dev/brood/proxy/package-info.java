/**
 * Shared objects that live in a {@link dev.brood.manager.Manager}, as those see them who use them.
 *
 * <p>Where the JDK has an interface, a proxy is one; here is what the JDK does not have.
 */
@NullMarked
package dev.brood.proxy;

import org.jspecify.annotations.NullMarked;
