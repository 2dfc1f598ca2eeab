/**
 * How a process has ended, and of what: its exit code or signal, the JVM's own report of a crash,
 * the kernel's want of memory.
 */
@NullMarked
package dev.brood.internal.death;

import org.jspecify.annotations.NullMarked;
