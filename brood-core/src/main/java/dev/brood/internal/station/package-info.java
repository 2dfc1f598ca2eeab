/**
 * Who may connect, and how an end gets from one process to another.
 *
 * <p>Runs in every process that listens, connects, or has an end that has moved. The proof of a key
 * comes before any message is read and knows nothing of messages.
 */
@NullMarked
package dev.brood.internal.station;

import org.jspecify.annotations.NullMarked;
