package dev.brood.internal.service;

import dev.brood.function.SerializableFunction;
import dev.brood.internal.operation.MayWait;
import org.jspecify.annotations.Nullable;

/** One value. */
public interface ValueService {

  @Nullable Object get();

  @Nullable Object getAndSet(@Nullable Object value);

  void set(@Nullable Object value);

  boolean compareAndSet(@Nullable Object expected, @Nullable Object value);

  @MayWait
  @Nullable Object update(SerializableFunction<@Nullable Object, @Nullable Object> function);
}
