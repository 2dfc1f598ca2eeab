package dev.brood.internal.proxy;

import dev.brood.function.SerializableBiFunction;
import dev.brood.function.SerializableFunction;
import dev.brood.internal.operation.CallTarget;
import dev.brood.internal.service.Kind;
import dev.brood.internal.service.MapService;
import dev.brood.proxy.MapProxy;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serial;
import java.util.AbstractMap;
import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A map that lives in a manager. */
final class RemoteMap<K, V> extends AbstractMap<K, V> implements MapProxy<K, V>, Managed {

  @Serial private static final long serialVersionUID = 1L;

  private final transient ObjectReference reference;
  private final transient MapService service;

  RemoteMap(CallTarget target) {
    this.reference = ObjectReference.of(Kind.MAP, target);
    this.service = reference.as(MapService.class);
  }

  @Override
  public ObjectReference reference() {
    return reference;
  }

  MapService service() {
    return service;
  }

  private static <T> T given(@Nullable T value) {
    return Objects.requireNonNull(value, "null can be neither key nor value here");
  }

  @Override
  public int size() {
    return service.size();
  }

  @Override
  public boolean isEmpty() {
    return service.size() == 0;
  }

  @Override
  public @Nullable V get(@Nullable Object key) {
    return Untyped.cast(service.get(given(key)));
  }

  @Override
  public boolean containsKey(@Nullable Object key) {
    return service.containsKey(given(key));
  }

  @Override
  public boolean containsValue(@Nullable Object value) {
    return service.containsValue(given(value));
  }

  @Override
  public @Nullable V put(K key, V value) {
    return Untyped.cast(service.put(given(key), given(value)));
  }

  @Override
  public @Nullable V putIfAbsent(K key, V value) {
    return Untyped.cast(service.putIfAbsent(given(key), given(value)));
  }

  @Override
  public void putAll(Map<? extends K, ? extends V> added) {
    Object[] all =
        added.entrySet().stream()
            .flatMap(entry -> Stream.<Object>of(given(entry.getKey()), given(entry.getValue())))
            .toArray();
    service.putAll(all);
  }

  @Override
  public @Nullable V remove(@Nullable Object key) {
    return Untyped.cast(service.remove(given(key)));
  }

  @Override
  public boolean remove(@Nullable Object key, @Nullable Object value) {
    return value != null && service.removeEntry(given(key), value);
  }

  @Override
  public @Nullable V replace(K key, V value) {
    return Untyped.cast(service.replace(given(key), given(value)));
  }

  @Override
  public boolean replace(K key, V expected, V value) {
    return service.replaceValue(given(key), given(expected), given(value));
  }

  @Override
  public void clear() {
    service.clear();
  }

  // ---- functions that run in the manager

  @Override
  @SuppressWarnings("unchecked")
  public @Nullable V compute(
      K key,
      SerializableBiFunction<? super K, ? super @Nullable V, ? extends @Nullable V> function) {
    Objects.requireNonNull(function, "function");
    return Untyped.cast(
        service.compute(
            given(key),
            (SerializableBiFunction<Object, @Nullable Object, @Nullable Object>) function));
  }

  @Override
  @SuppressWarnings("unchecked")
  public @Nullable V computeIfAbsent(
      K key, SerializableFunction<? super K, ? extends @Nullable V> function) {
    Objects.requireNonNull(function, "function");
    return Untyped.cast(
        service.computeIfAbsent(
            given(key), (SerializableFunction<Object, @Nullable Object>) function));
  }

  @Override
  @SuppressWarnings("unchecked")
  public @Nullable V computeIfPresent(
      K key, SerializableBiFunction<? super K, ? super V, ? extends @Nullable V> function) {
    Objects.requireNonNull(function, "function");
    return Untyped.cast(
        service.computeIfPresent(
            given(key), (SerializableBiFunction<Object, Object, @Nullable Object>) function));
  }

  @Override
  @SuppressWarnings("unchecked")
  public @Nullable V merge(
      K key,
      V value,
      SerializableBiFunction<? super V, ? super V, ? extends @Nullable V> function) {
    Objects.requireNonNull(function, "function");
    return Untyped.cast(
        service.merge(
            given(key),
            given(value),
            (SerializableBiFunction<Object, Object, @Nullable Object>) function));
  }

  @Override
  @SuppressWarnings("unchecked")
  public void replaceAll(SerializableBiFunction<? super K, ? super V, ? extends V> function) {
    Objects.requireNonNull(function, "function");
    service.replaceAll((SerializableBiFunction<Object, Object, Object>) function);
  }

  // ---- views

  @Override
  public Set<Map.Entry<K, V>> entrySet() {
    return new MapViews.Entries<>(this);
  }

  @Override
  public Set<K> keySet() {
    return new MapViews.Keys<>(this);
  }

  @Override
  public Collection<V> values() {
    return new MapViews.Values<>(this);
  }

  /** Iterates over the entries; their values can be set. */
  Iterator<Map.Entry<K, V>> entries() {
    return new PageIterator<>(service.entries(PageIterator.PAGE), 2) {
      @Override
      Map.Entry<K, V> element(Object[] objects, int at) {
        return new MapViews.WriteThrough<>(
            RemoteMap.this, Untyped.cast(objects[at]), Untyped.cast(objects[at + 1]));
      }

      @Override
      void remove(Object[] objects, int at) {
        RemoteMap.this.remove(objects[at]);
      }
    };
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other == this || reference.isOf(other) || super.equals(other);
  }

  @Override
  public int hashCode() {
    return super.hashCode();
  }

  @Override
  public String toString() {
    return reference.describe();
  }

  @Serial
  private Object writeReplace() {
    return reference.handle();
  }

  @Serial
  private void readObject(ObjectInputStream in) throws InvalidObjectException {
    throw ProxyHandle.missing();
  }
}
