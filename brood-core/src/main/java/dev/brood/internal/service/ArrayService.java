package dev.brood.internal.service;

import dev.brood.function.SerializableFunction;
import dev.brood.internal.operation.MayWait;
import org.jspecify.annotations.Nullable;

/** An array of fixed length. */
public interface ArrayService {

  int length();

  @Nullable Object get(int index);

  void set(int index, @Nullable Object value);

  @Nullable Object getAndSet(int index, @Nullable Object value);

  boolean compareAndSet(int index, @Nullable Object expected, @Nullable Object value);

  @Nullable Object[] slice(int from, int to);

  void fill(int from, @Nullable Object[] values);

  @MayWait
  @Nullable Object update(
      int index, SerializableFunction<@Nullable Object, @Nullable Object> function);
}
