package dev.brood.function;

import java.io.Serializable;

/**
 * A {@link Runnable} that can be sent to another process.
 *
 * <p>A lambda or method reference written where this type is expected is serializable; what it
 * captures must be serializable too.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface SerializableRunnable extends Runnable, Serializable {}
