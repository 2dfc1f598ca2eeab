/** Samples of shared objects in a manager. */
@NullMarked
package dev.brood.samples.manager;

import org.jspecify.annotations.NullMarked;
