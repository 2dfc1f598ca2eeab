package dev.brood.function;

import java.io.Serializable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Function} that can be sent to another process.
 *
 * <p>A lambda or method reference written where this type is expected is serializable; what it
 * captures must be serializable too.
 *
 * @param <T> the type of the argument
 * @param <R> the type of the result
 * @since 0.1
 */
@FunctionalInterface
public interface SerializableFunction<T extends @Nullable Object, R extends @Nullable Object>
    extends Function<T, R>, Serializable {}
