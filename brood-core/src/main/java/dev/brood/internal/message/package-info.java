/**
 * Messages over a stream of bytes, for any number of threads, and the end of a connection as it is
 * held by one process.
 *
 * <p>Runs in every process that has a connection. Another protocol over the same streams has its
 * own format in place of this one.
 */
@NullMarked
package dev.brood.internal.message;

import org.jspecify.annotations.NullMarked;
