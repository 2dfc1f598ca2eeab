package dev.brood.function;

import java.io.Serializable;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A {@link BiConsumer} that can be sent to another process.
 *
 * <p>A lambda or method reference written where this type is expected is serializable; what it
 * captures must be serializable too.
 *
 * @param <T> the type of the first argument
 * @param <U> the type of the second argument
 * @since 0.1
 */
@FunctionalInterface
public interface SerializableBiConsumer<T extends @Nullable Object, U extends @Nullable Object>
    extends BiConsumer<T, U>, Serializable {}
