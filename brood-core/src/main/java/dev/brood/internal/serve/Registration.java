package dev.brood.internal.serve;

import dev.brood.function.SerializableFunction;
import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A type of the user's that clients may ask for by a name.
 *
 * @param name the name
 * @param type the interface that they see
 * @param factory makes an object of the arguments that the client gave
 */
public record Registration(
    String name,
    Class<?> type,
    SerializableFunction<List<@Nullable Object>, ? extends Object> factory)
    implements Serializable {}
