/**
 * What passes between two JVMs: the handshake, control frames on the socket, and a stream of bytes
 * in each direction, through mapped rings or through the socket itself.
 *
 * <p>Runs in owners and children alike. The meaning of the records in the streams belongs to {@code
 * internal.child} and {@code internal.supervise}, which are at the two ends.
 */
@NullMarked
package dev.brood.internal.wire;

import org.jspecify.annotations.NullMarked;
