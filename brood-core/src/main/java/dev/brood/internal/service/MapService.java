package dev.brood.internal.service;

import dev.brood.function.SerializableBiFunction;
import dev.brood.function.SerializableFunction;
import dev.brood.internal.operation.MayWait;
import org.jspecify.annotations.Nullable;

/** A map without nulls. Entries travel as keys and values in turn. */
public interface MapService {

  int size();

  @Nullable Object get(Object key);

  boolean containsKey(Object key);

  boolean containsValue(Object value);

  @Nullable Object put(Object key, Object value);

  @Nullable Object putIfAbsent(Object key, Object value);

  void putAll(Object[] keysAndValues);

  @Nullable Object remove(Object key);

  boolean removeEntry(Object key, Object value);

  @Nullable Object replace(Object key, Object value);

  boolean replaceValue(Object key, Object expected, Object value);

  boolean removeKeys(Object[] keys);

  boolean removeValue(Object value);

  void clear();

  /** Begins to read all entries. */
  Page entries(int most);

  @MayWait
  @Nullable Object compute(
      Object key, SerializableBiFunction<Object, @Nullable Object, @Nullable Object> function);

  @MayWait
  @Nullable Object computeIfAbsent(
      Object key, SerializableFunction<Object, @Nullable Object> function);

  @MayWait
  @Nullable Object computeIfPresent(
      Object key, SerializableBiFunction<Object, Object, @Nullable Object> function);

  @MayWait
  @Nullable Object merge(
      Object key, Object value, SerializableBiFunction<Object, Object, @Nullable Object> function);

  @MayWait
  void replaceAll(SerializableBiFunction<Object, Object, Object> function);
}
