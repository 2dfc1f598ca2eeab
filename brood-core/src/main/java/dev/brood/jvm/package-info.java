/**
 * How a child JVM is started: its options and its standard streams, for processes and for the
 * workers of pools alike.
 *
 * <p>Values only; what is done with them is in {@code internal.command}.
 */
@NullMarked
package dev.brood.jvm;

import org.jspecify.annotations.NullMarked;
