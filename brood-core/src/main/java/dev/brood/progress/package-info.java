/** How far a long run has come: for a listener, or as a bar on the terminal. */
@NullMarked
package dev.brood.progress;

import org.jspecify.annotations.NullMarked;
