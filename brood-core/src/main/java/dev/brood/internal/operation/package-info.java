/**
 * What a call of a shared object is, whoever carries it: an operation, its arguments, and the
 * target that it is for.
 *
 * <p>Knows neither objects nor wires. Used in every process that has a proxy or a manager.
 */
@NullMarked
package dev.brood.internal.operation;

import org.jspecify.annotations.NullMarked;
