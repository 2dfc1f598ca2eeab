/**
 * One child JVM: what it runs, what it is started with, how it ends.
 *
 * <p>Here belong processes with one target each, who they are and how they end. What any child of
 * this library is started with is in {@link dev.brood.jvm}; workers of a pool belong to {@link
 * dev.brood.pool}. Used in owners, and in children that own children.
 */
@NullMarked
package dev.brood.process;

import org.jspecify.annotations.NullMarked;
