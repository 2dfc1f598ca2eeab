/** Samples of how a child comes to be, and what it has then. */
@NullMarked
package dev.brood.samples.start;

import org.jspecify.annotations.NullMarked;
