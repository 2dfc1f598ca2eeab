/**
 * The logical fork: a copy of a program's static state in another JVM. The owner finds out which
 * classes are initialized, captures what their static fields hold together with the target as one
 * graph of objects, and rewrites the class files so that their initializers do not run again. The
 * child builds the graph and assigns the fields.
 *
 * <p>Both sides are here, as they are two halves of one format. Nothing of it is loaded by a child
 * that was not forked.
 */
@NullMarked
package dev.brood.internal.fork;

import org.jspecify.annotations.NullMarked;
