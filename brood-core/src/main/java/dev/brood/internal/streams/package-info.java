/**
 * The standard streams of child processes, on the owner's side: where they are redirected, and how
 * lines that pass through this JVM are taken apart, kept, and passed on.
 */
@NullMarked
package dev.brood.internal.streams;

import org.jspecify.annotations.NullMarked;
