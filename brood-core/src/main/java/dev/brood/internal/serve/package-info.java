/**
 * The server of a manager: who may connect, and the calls of those who have.
 *
 * <p>A client is a connection and a {@link dev.brood.internal.registry.Session}; what is called is
 * in the registry. Runs in the child of a manager, or in the user's JVM.
 */
@NullMarked
package dev.brood.internal.serve;

import org.jspecify.annotations.NullMarked;
