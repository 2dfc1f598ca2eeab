package dev.brood.proxy;

import dev.brood.function.SerializableFunction;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An array that lives in a {@link dev.brood.manager.Manager}. What is read is a copy. Any thread of
 * any process may call any method, and each is atomic. When the manager is gone, every method
 * throws {@link dev.brood.exception.ManagerDiedException}.
 *
 * @param <T> the type of the elements
 * @since 0.1
 */
public interface ArrayProxy<T extends @Nullable Object> {

  /** Returns how many elements there are; that never changes. */
  int length();

  /**
   * Returns an element.
   *
   * @param index which
   * @return the element
   * @throws IndexOutOfBoundsException if there is none
   */
  T get(int index);

  /**
   * Sets an element.
   *
   * @param index which
   * @param value the new one
   * @throws IndexOutOfBoundsException if there is none
   */
  void set(int index, T value);

  /**
   * Sets an element.
   *
   * @param index which
   * @param value the new one
   * @return the one before
   * @throws IndexOutOfBoundsException if there is none
   */
  T getAndSet(int index, T value);

  /**
   * Sets an element if it equals another one.
   *
   * @param index which
   * @param expected what it must equal
   * @param value the new one
   * @return whether it was set
   * @throws IndexOutOfBoundsException if there is none
   */
  boolean compareAndSet(int index, T expected, T value);

  /**
   * Sets an element to what a function makes of it; the function runs in the manager, and nobody
   * changes the array meanwhile.
   *
   * @param index which
   * @param function makes the new element of the old one
   * @return the new element
   * @throws IndexOutOfBoundsException if there is none
   */
  T update(int index, SerializableFunction<? super T, ? extends T> function);

  /**
   * Returns some elements at once.
   *
   * @param from the first
   * @param to behind the last
   * @return a copy of them
   * @throws IndexOutOfBoundsException if they are not all in the array
   */
  List<T> slice(int from, int to);

  /**
   * Sets some elements at once.
   *
   * @param from the first
   * @param values the new ones
   * @throws IndexOutOfBoundsException if they do not all fit; none is set then
   */
  void setAll(int from, List<? extends T> values);
}
