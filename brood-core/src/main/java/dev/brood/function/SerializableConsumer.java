package dev.brood.function;

import java.io.Serializable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Consumer} that can be sent to another process.
 *
 * <p>A lambda or method reference written where this type is expected is serializable; what it
 * captures must be serializable too.
 *
 * @param <T> the type of the argument
 * @since 0.1
 */
@FunctionalInterface
public interface SerializableConsumer<T extends @Nullable Object>
    extends Consumer<T>, Serializable {}
