/** Small things without knowledge of processes or pools; every package may use them. */
@NullMarked
package dev.brood.internal.util;

import org.jspecify.annotations.NullMarked;
