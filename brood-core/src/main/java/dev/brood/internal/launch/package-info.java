/**
 * Owner side: a child from its start to its end.
 *
 * <p>Runs in every JVM that owns children, and only there. What is said to a child that runs
 * belongs to {@code internal.wire}; what it is to do, to {@code internal.supervise}; what its JVM
 * is started with, to {@code internal.command}; what is told of its end, to {@code internal.death}.
 *
 * <p>What stands between a fresh JVM and its first child is written without lambdas, streams and
 * secure random numbers: the first lambda costs such a JVM 4 ms, the first random number 30.
 *
 * <ul>
 *   <li>Process: {@link ChildJvm}, {@code ProcessTree}, {@code Redirections}.
 *   <li>Joining: {@link Rendezvous}, {@code Entrance}, {@link ChildLoop}, {@code Lookout}.
 *   <li>The child that has joined: {@link LinkedChild}, {@link ChildRequest}, {@link
 *       ChildListener}, {@link ClassSource}, {@code SessionVariables}.
 *   <li>Archives of classes: {@code ArchiveTraining}.
 * </ul>
 */
@NullMarked
package dev.brood.internal.launch;

import org.jspecify.annotations.NullMarked;
