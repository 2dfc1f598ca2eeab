package dev.brood.function;

import java.io.Serializable;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Predicate} that can be sent to another process.
 *
 * <p>A lambda or method reference written where this type is expected is serializable; what it
 * captures must be serializable too.
 *
 * @param <T> the type of the argument
 * @since 0.1
 */
@FunctionalInterface
public interface SerializablePredicate<T extends @Nullable Object>
    extends Predicate<T>, Serializable {}
