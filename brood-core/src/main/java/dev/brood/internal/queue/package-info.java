/**
 * What queues between processes are made of, from the top: {@code QueueCore}; its two sides {@code
 * PutSide} and {@code TakeSide}, and {@code Completion}, each with a {@code WaitingRoom}; {@code
 * ElementLog} where the elements are, its {@code QueueEnd}s and {@code LogParts}; {@code
 * ElementEncoder} and {@code ElementDecoder} with the {@code EncodedElement} between them.
 *
 * <p>Runs in owners and children. How it works and why: decision 30.
 */
@NullMarked
package dev.brood.internal.queue;

import org.jspecify.annotations.NullMarked;
