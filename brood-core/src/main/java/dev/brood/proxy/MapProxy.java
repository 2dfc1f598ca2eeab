package dev.brood.proxy;

import dev.brood.function.SerializableBiFunction;
import dev.brood.function.SerializableFunction;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * A map that lives in a {@link dev.brood.manager.Manager}. It has no nulls.
 *
 * {@snippet class = "dev.brood.samples.manager.ManagerCollections" region = "map"}
 *
 * <p>A lambda that is passed to one of the methods below is sent to the manager and runs there,
 * once, while nobody else changes the same key: all callers together see one atomic map. Where a
 * function cannot be sent (a variable of type {@link java.util.function.BiFunction}, a manager on
 * another machine that reads no functions), the methods of {@link ConcurrentMap} do the same by
 * comparing and setting: atomically too, but the function runs here, and possibly several times.
 *
 * <p>Values are copies: what is read can be changed without changing the map, and has to be put
 * back to change it. What is iterated over comes in pages and may see changes made meanwhile, as in
 * {@link java.util.concurrent.ConcurrentHashMap}.
 *
 * <p>Any thread of any process may use the map. When the manager is gone, every method throws
 * {@link dev.brood.exception.ManagerDiedException}.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 * @since 0.1
 */
public interface MapProxy<K, V> extends ConcurrentMap<K, V> {

  /**
   * As {@link ConcurrentMap#compute}; the function runs in the manager.
   *
   * @param key the key
   * @param function makes the new value of the key and the old one or null; null removes the key
   * @return the new value, or null if there is none
   */
  @Nullable V compute(
      K key,
      SerializableBiFunction<? super K, ? super @Nullable V, ? extends @Nullable V> function);

  /**
   * As {@link ConcurrentMap#computeIfAbsent}; the function runs in the manager.
   *
   * @param key the key
   * @param function makes the value
   * @return the value, or null if the function gave none
   */
  @Nullable V computeIfAbsent(
      K key, SerializableFunction<? super K, ? extends @Nullable V> function);

  /**
   * As {@link ConcurrentMap#computeIfPresent}; the function runs in the manager.
   *
   * @param key the key
   * @param function makes the new value of the key and the old one; null removes the key
   * @return the new value, or null if there is none
   */
  @Nullable V computeIfPresent(
      K key, SerializableBiFunction<? super K, ? super V, ? extends @Nullable V> function);

  /**
   * As {@link ConcurrentMap#merge}; the function runs in the manager.
   *
   * @param key the key
   * @param value the value if there is none
   * @param function makes the new value of the old one and the given one; null removes the key
   * @return the new value, or null if there is none
   */
  @Nullable V merge(
      K key, V value, SerializableBiFunction<? super V, ? super V, ? extends @Nullable V> function);

  /**
   * As {@link ConcurrentMap#replaceAll}; the function runs in the manager.
   *
   * @param function makes the new value of each key and its value
   */
  void replaceAll(SerializableBiFunction<? super K, ? super V, ? extends V> function);
}
