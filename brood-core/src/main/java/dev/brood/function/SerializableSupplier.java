package dev.brood.function;

import java.io.Serializable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Supplier} that can be sent to another process.
 *
 * <p>A lambda or method reference written where this type is expected is serializable; what it
 * captures must be serializable too.
 *
 * @param <T> the type of the result
 * @since 0.1
 */
@FunctionalInterface
public interface SerializableSupplier<T extends @Nullable Object>
    extends Supplier<T>, Serializable {}
