package dev.brood.proxy;

/**
 * A number that lives in a {@link dev.brood.manager.Manager}. Any thread of any process may call
 * any method, and each is atomic. When the manager is gone, every method throws {@link
 * dev.brood.exception.ManagerDiedException}.
 *
 * @since 0.1
 */
public interface CounterProxy {

  /** Returns the number. */
  long get();

  /**
   * Sets the number.
   *
   * @param value the new one
   */
  void set(long value);

  /**
   * Adds to the number.
   *
   * @param delta how much
   * @return the sum
   */
  long add(long delta);

  /** Adds one; returns the sum. */
  default long increment() {
    return add(1);
  }

  /** Subtracts one; returns the difference. */
  default long decrement() {
    return add(-1);
  }

  /**
   * Sets the number if it is another one.
   *
   * @param expected what it must be
   * @param value the new one
   * @return whether it was set
   */
  boolean compareAndSet(long expected, long value);
}
