package dev.brood.internal.referent;

import dev.brood.function.SerializableBiFunction;
import dev.brood.function.SerializableFunction;
import dev.brood.internal.service.CursorService;
import dev.brood.internal.service.MapService;
import dev.brood.internal.service.Page;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A map: functions of the user run while no other thread changes the same entry. */
final class MapObject implements MapService, Copyable {

  private final ConcurrentHashMap<Object, Object> entries = new ConcurrentHashMap<>();
  private final UnaryOperator<CursorService> shared;

  /**
   * Makes a map.
   *
   * @param shared lets a cursor be shared, and returns the proxy of it
   */
  MapObject(@Nullable Object[] keysAndValues, UnaryOperator<CursorService> shared) {
    this.shared = shared;
    putAll(keysAndValues);
  }

  @Override
  public int size() {
    return entries.size();
  }

  @Override
  public @Nullable Object get(Object key) {
    return entries.get(key);
  }

  @Override
  public boolean containsKey(Object key) {
    return entries.containsKey(key);
  }

  @Override
  public boolean containsValue(Object value) {
    return entries.containsValue(value);
  }

  @Override
  public @Nullable Object put(Object key, Object value) {
    return entries.put(key, value);
  }

  @Override
  public @Nullable Object putIfAbsent(Object key, Object value) {
    return entries.putIfAbsent(key, value);
  }

  @Override
  public void putAll(@Nullable Object[] keysAndValues) {
    for (int i = 0; i + 1 < keysAndValues.length; i += 2) {
      entries.put(Elements.given(keysAndValues[i]), Elements.given(keysAndValues[i + 1]));
    }
  }

  @Override
  public @Nullable Object remove(Object key) {
    return entries.remove(key);
  }

  @Override
  public boolean removeEntry(Object key, Object value) {
    return entries.remove(key, value);
  }

  @Override
  public @Nullable Object replace(Object key, Object value) {
    return entries.replace(key, value);
  }

  @Override
  public boolean replaceValue(Object key, Object expected, Object value) {
    return entries.replace(key, expected, value);
  }

  @Override
  public boolean removeKeys(Object[] keys) {
    boolean changed = false;
    for (Object each : keys) {
      changed |= entries.remove(each) != null;
    }
    return changed;
  }

  @Override
  public boolean removeValue(Object value) {
    return entries.values().remove(value);
  }

  @Override
  public void clear() {
    entries.clear();
  }

  @Override
  public Page entries(int most) {
    Iterator<Map.Entry<Object, Object>> iterator = entries.entrySet().iterator();
    return Cursor.begin(
        () -> {
          if (!iterator.hasNext()) {
            return null;
          }
          Map.Entry<Object, Object> next = iterator.next();
          return new Object[] {next.getKey(), next.getValue()};
        },
        most,
        shared);
  }

  @Override
  public @Nullable Object compute(
      Object key, SerializableBiFunction<Object, @Nullable Object, @Nullable Object> function) {
    return entries.compute(key, function);
  }

  @Override
  public @Nullable Object computeIfAbsent(
      Object key, SerializableFunction<Object, @Nullable Object> function) {
    return entries.computeIfAbsent(key, function);
  }

  @Override
  public @Nullable Object computeIfPresent(
      Object key, SerializableBiFunction<Object, Object, @Nullable Object> function) {
    return entries.computeIfPresent(key, function);
  }

  @Override
  public @Nullable Object merge(
      Object key, Object value, SerializableBiFunction<Object, Object, @Nullable Object> function) {
    return entries.merge(key, value, function);
  }

  @Override
  public void replaceAll(SerializableBiFunction<Object, Object, Object> function) {
    entries.replaceAll(function);
  }

  @Override
  public Object copy() {
    return new HashMap<>(entries);
  }

  @Override
  public String toString() {
    return entries.toString();
  }
}
