/**
 * Bytes between two processes, or two threads of one: through mapped rings or a socket, without
 * waiting; and the one thread that tells when a socket is ready.
 *
 * <p>Runs in every process that has a connection. What the bytes mean, and who may connect, belongs
 * to the packages above.
 */
@NullMarked
package dev.brood.internal.stream;

import org.jspecify.annotations.NullMarked;
