/** The front door: everything that one start method or place makes. */
@NullMarked
package dev.brood;

import org.jspecify.annotations.NullMarked;
