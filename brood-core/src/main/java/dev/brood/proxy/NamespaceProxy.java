package dev.brood.proxy;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Values by name, which live in a {@link dev.brood.manager.Manager}. What is read is a copy. Any
 * thread of any process may call any method, and each is atomic. When the manager is gone, every
 * method throws {@link dev.brood.exception.ManagerDiedException}.
 *
 * @since 0.1
 */
public interface NamespaceProxy {

  /**
   * Returns a value.
   *
   * @param name the name
   * @return the value, which may be null
   * @throws java.util.NoSuchElementException if there is none of this name
   */
  @Nullable Object get(String name);

  /**
   * Returns a value of a type.
   *
   * @param <T> the type
   * @param name the name
   * @param type the type
   * @return the value
   * @throws java.util.NoSuchElementException if there is none of this name
   * @throws ClassCastException if it is of another type, or null
   */
  <T> T get(String name, Class<T> type);

  /**
   * Sets a value.
   *
   * @param name the name
   * @param value the value
   */
  void set(String name, @Nullable Object value);

  /**
   * Tells whether there is a value of a name.
   *
   * @param name the name
   * @return whether there is
   */
  boolean has(String name);

  /**
   * Removes a value.
   *
   * @param name the name
   * @return whether there was one
   */
  boolean remove(String name);

  /** Returns a copy of all, in the order of the names. */
  Map<String, @Nullable Object> asMap();
}
