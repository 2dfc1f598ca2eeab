/**
 * Spare children: JVMs that were started before they are needed, have loaded what will be needed,
 * and wait for the work of one process or worker.
 */
@NullMarked
package dev.brood.internal.spare;

import org.jspecify.annotations.NullMarked;
