package dev.brood.proxy;

import dev.brood.function.SerializableFunction;
import org.jspecify.annotations.Nullable;

/**
 * One value that lives in a {@link dev.brood.manager.Manager}. What is read is a copy. Any thread
 * of any process may call any method, and each is atomic. When the manager is gone, every method
 * throws {@link dev.brood.exception.ManagerDiedException}.
 *
 * @param <T> the type of the value
 * @since 0.1
 */
public interface ValueProxy<T extends @Nullable Object> {

  /** Returns the value. */
  T get();

  /**
   * Sets the value.
   *
   * @param value the new one
   */
  void set(T value);

  /**
   * Sets the value.
   *
   * @param value the new one
   * @return the one before
   */
  T getAndSet(T value);

  /**
   * Sets the value if it equals another one.
   *
   * @param expected what it must equal
   * @param value the new one
   * @return whether it was set
   */
  boolean compareAndSet(T expected, T value);

  /**
   * Sets the value to what a function makes of it; the function runs in the manager, and nobody
   * changes the value meanwhile.
   *
   * @param function makes the new value of the old one
   * @return the new value
   */
  T update(SerializableFunction<? super T, ? extends T> function);
}
