/** The command {@code brood}. */
@NullMarked
package dev.brood.cli;

import org.jspecify.annotations.NullMarked;
