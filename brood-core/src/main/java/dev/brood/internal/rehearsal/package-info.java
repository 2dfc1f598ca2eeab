/** What a trainee does with shared objects, so that children find it in the archive. */
@NullMarked
package dev.brood.internal.rehearsal;

import org.jspecify.annotations.NullMarked;
