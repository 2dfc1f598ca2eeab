/** Memory that processes share. */
@NullMarked
package dev.brood.samples.memory;

import org.jspecify.annotations.NullMarked;
