/**
 * The functional interfaces of the JDK, each also {@link java.io.Serializable}: what makes a lambda
 * able to travel to another process.
 *
 * <p>Here belong pairs of a JDK interface and {@code Serializable} and nothing else; there are no
 * methods of our own. An interface is added when a method of ours takes it. Used in every process.
 */
@NullMarked
package dev.brood.function;

import org.jspecify.annotations.NullMarked;
