/**
 * The ends of connections: bytes through mapped rings or sockets, messages made of them, who may
 * connect, and how an end gets from one process to another.
 *
 * <p>Runs in every process that has a connection. Three layers, each replaceable without the
 * others: {@code ByteStream} moves bytes and tells when the other side is gone; {@code Inbox} and
 * {@code Outgoing} cut them into messages; {@code Authentication} comes before either. Another
 * protocol over the same streams needs its own two upper layers.
 */
@NullMarked
package dev.brood.internal.endpoint;

import org.jspecify.annotations.NullMarked;
