/**
 * The shared objects of one manager: their ids, who uses them, and how long they live.
 *
 * <p>Knows nothing of how calls travel: a wire opens a session for each client, looks objects up in
 * it, and ends it when the client is gone.
 */
@NullMarked
package dev.brood.internal.registry;

import org.jspecify.annotations.NullMarked;
