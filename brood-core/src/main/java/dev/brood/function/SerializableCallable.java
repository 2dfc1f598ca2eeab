package dev.brood.function;

import java.io.Serializable;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Callable} that can be sent to another process.
 *
 * <p>A lambda or method reference written where this type is expected is serializable; what it
 * captures must be serializable too.
 *
 * @param <V> the type of the result
 * @since 0.1
 */
@FunctionalInterface
public interface SerializableCallable<V extends @Nullable Object>
    extends Callable<V>, Serializable {}
