/**
 * One child JVM: what it runs, what it is started with, how it ends.
 *
 * <p>Here belong processes with one target each, and the values that describe how any child of this
 * library is started and how it ended: {@link dev.brood.process.JvmOptions}, {@link
 * dev.brood.process.Stdio}, {@link dev.brood.process.CpuBudget}, {@link
 * dev.brood.process.ExitStatus}. Workers of a pool belong to {@code dev.brood.pool}. Used in
 * owners, and in children that own children.
 */
@NullMarked
package dev.brood.process;

import org.jspecify.annotations.NullMarked;
