/**
 * The command line of a child: its Java, its options and those that it has from this JVM, and where
 * it finds the program's classes, however that program was started.
 *
 * <p>Written without lambdas and streams: a fresh JVM comes through here before its first child is
 * up.
 */
@NullMarked
package dev.brood.internal.command;

import org.jspecify.annotations.NullMarked;
