/**
 * What children are likely to do first with shared objects: done before by trainees, for the
 * archive, and by spares.
 */
@NullMarked
package dev.brood.internal.rehearsal;

import org.jspecify.annotations.NullMarked;
