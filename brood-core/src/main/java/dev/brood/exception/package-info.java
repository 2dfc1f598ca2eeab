/**
 * What can go wrong between processes, as unchecked exceptions below {@link
 * dev.brood.exception.ProcessException}.
 *
 * <p>Here belong exceptions and the plain values they carry. The package uses nothing else of
 * Brood, so that every other package can throw from it; that is why a dead process is described by
 * plain numbers here. Used in every process; all of them can be sent between processes.
 */
@NullMarked
package dev.brood.exception;

import org.jspecify.annotations.NullMarked;
