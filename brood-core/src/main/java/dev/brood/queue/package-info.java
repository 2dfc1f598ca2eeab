/**
 * Queues between processes.
 *
 * <ul>
 *   <li>For users: {@link SharedQueue}, and {@link JoinableQueue}, which knows when all that was
 *       put is done.
 *   <li>What they are made of, from the top: {@code WaitingRoom}, {@code QueueCore},{@code
 *       ElementLog} where the elements are, its {@code QueueEnd}s and {@code LogParts}; {@code
 *       ElementEncoder} and {@code ElementDecoder} with the {@code EncodedElement} between them.
 * </ul>
 *
 * <p>Runs in owners and children. How it works and why: decision 30.
 */
@NullMarked
package dev.brood.queue;

import org.jspecify.annotations.NullMarked;
