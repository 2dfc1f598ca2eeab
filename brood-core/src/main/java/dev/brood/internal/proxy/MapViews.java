package dev.brood.internal.proxy;

import java.io.Serial;
import java.util.AbstractCollection;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The views of a map that lives in a manager. */
final class MapViews {

  private MapViews() {}

  private static final int CHARACTERISTICS = Spliterator.CONCURRENT | Spliterator.NONNULL;

  /** An entry whose value can be set in the map. */
  static final class WriteThrough<K, V> extends AbstractMap.SimpleEntry<K, V> {
    @Serial private static final long serialVersionUID = 1L;

    private final transient RemoteMap<K, V> map;

    WriteThrough(RemoteMap<K, V> map, K key, V value) {
      super(key, value);
      this.map = map;
    }

    @Override
    public V setValue(V value) {
      map.put(getKey(), value);
      return super.setValue(value);
    }

    @Serial
    private Object writeReplace() {
      return new AbstractMap.SimpleEntry<>(getKey(), getValue());
    }
  }

  /** Entries or keys. */
  abstract static class SetView<E> extends AbstractSet<E> {
    private final RemoteMap<?, ?> viewed;

    SetView(RemoteMap<?, ?> viewed) {
      this.viewed = viewed;
    }

    @Override
    public Spliterator<E> spliterator() {
      return Spliterators.spliteratorUnknownSize(
          iterator(), CHARACTERISTICS | Spliterator.DISTINCT);
    }

    @Override
    public int size() {
      return viewed.size();
    }

    @Override
    public void clear() {
      viewed.clear();
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other == this || (other instanceof Set<?> set && new HashSet<>(this).equals(set));
    }

    @Override
    public int hashCode() {
      return super.hashCode();
    }
  }

  /** Iterates over one part of each entry. */
  private static <K, V, T> Iterator<T> each(
      Iterator<Map.Entry<K, V>> entries, Function<Map.Entry<K, V>, T> part) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return entries.hasNext();
      }

      @Override
      public T next() {
        return part.apply(entries.next());
      }

      @Override
      public void remove() {
        entries.remove();
      }
    };
  }

  /** The entries. */
  static final class Entries<K, V> extends SetView<Map.Entry<K, V>> {
    private final RemoteMap<K, V> map;

    Entries(RemoteMap<K, V> map) {
      super(map);
      this.map = map;
    }

    @Override
    public Iterator<Map.Entry<K, V>> iterator() {
      return map.entries();
    }

    @Override
    public boolean contains(@Nullable Object element) {
      return element instanceof Map.Entry<?, ?> entry
          && entry.getKey() != null
          && entry.getValue() != null
          && entry.getValue().equals(map.get(entry.getKey()));
    }

    @Override
    public boolean remove(@Nullable Object element) {
      return element instanceof Map.Entry<?, ?> entry
          && entry.getKey() != null
          && entry.getValue() != null
          && map.remove(entry.getKey(), entry.getValue());
    }

    @Override
    public boolean removeAll(Collection<?> removed) {
      boolean changed = false;
      for (Object each : removed) {
        changed |= remove(each);
      }
      return changed;
    }
  }

  /** The keys. */
  static final class Keys<K> extends SetView<K> {
    private final RemoteMap<K, ?> map;

    Keys(RemoteMap<K, ?> map) {
      super(map);
      this.map = map;
    }

    @Override
    public Iterator<K> iterator() {
      return each(map.entries(), Map.Entry::getKey);
    }

    @Override
    public boolean contains(@Nullable Object key) {
      return map.containsKey(key);
    }

    @Override
    public boolean remove(@Nullable Object key) {
      return map.remove(key) != null;
    }

    @Override
    public boolean removeAll(Collection<?> removed) {
      return map.service().removeKeys(Nulls.refuseIn(removed));
    }
  }

  /** The values. */
  static final class Values<V> extends AbstractCollection<V> {
    private final RemoteMap<?, V> map;

    Values(RemoteMap<?, V> map) {
      this.map = map;
    }

    @Override
    public Iterator<V> iterator() {
      return each(map.entries(), Map.Entry::getValue);
    }

    @Override
    public Spliterator<V> spliterator() {
      return Spliterators.spliteratorUnknownSize(iterator(), CHARACTERISTICS);
    }

    @Override
    public int size() {
      return map.size();
    }

    @Override
    public void clear() {
      map.clear();
    }

    @Override
    public boolean contains(@Nullable Object value) {
      return map.containsValue(value);
    }

    @Override
    public boolean remove(@Nullable Object value) {
      return map.service().removeValue(Objects.requireNonNull(value, "value"));
    }
  }
}
