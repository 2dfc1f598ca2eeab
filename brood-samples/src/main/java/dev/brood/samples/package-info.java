/** Programs to read and to run: {@code ./brood demo --list} names them. */
@NullMarked
package dev.brood.samples;

import org.jspecify.annotations.NullMarked;
