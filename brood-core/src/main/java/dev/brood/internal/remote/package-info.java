/**
 * Our wire between a manager and its clients: calls that are pipelined over one connection for each
 * pair of processes, as the messages of {@link dev.brood.internal.message}.
 *
 * <p>Here are the format, which both sides use, and the client's side of it.
 */
@NullMarked
package dev.brood.internal.remote;

import org.jspecify.annotations.NullMarked;
