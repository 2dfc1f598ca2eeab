/**
 * Locks, semaphores, events, barriers and latches between the processes of a family, and between
 * their threads as well.
 *
 * <p>Each is a handle: it may be captured by a lambda, passed as an argument, returned, or stand in
 * a field of whatever is sent, and is the same object for all. In each process there is one object
 * of it, however often it arrives.
 *
 * <p>All survive their users: when a process dies, those that wait for it go on, with what it held
 * or with a named exception, as each type says. Waiting costs nothing: nobody polls.
 *
 * <p>A family is the JVM that a user started and all processes below it. When that JVM ends, so do
 * the others; a process that still waits then gets {@link dev.brood.exception.OwnerDiedException}.
 *
 * <p>Close what is needed no longer; whoever still waits in this process then gets {@link
 * IllegalStateException}, and a lock in use cannot be closed. Nothing else may be called while an
 * object is just being closed: its memory may be another one's a moment later. The last process
 * that closes an object frees it; what is never closed goes when the family ends, or earlier if
 * nobody uses it and no handle was on its way.
 */
@NullMarked
package dev.brood.sync;

import org.jspecify.annotations.NullMarked;
