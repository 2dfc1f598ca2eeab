package dev.brood.memory;

import java.io.Serial;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.function.IntBinaryOperator;
import java.util.function.IntUnaryOperator;

/**
 * An {@code int} that processes share, with the operations of {@link
 * java.util.concurrent.atomic.AtomicInteger}.
 *
 * {@snippet class = "dev.brood.samples.memory.ValueArrayLock" region = "shared"}
 *
 * @see SharedValue for who may use it, how long it lives, and what must be closed
 * @since 0.1
 */
public final class SharedInt extends SharedValue {

  @Serial private static final long serialVersionUID = 1L;

  private SharedInt(Block block) {
    super(block);
  }

  private record Handle(Block block) implements Serializable {
    @Serial
    private Object readResolve() {
      return new SharedInt(block);
    }
  }

  @Serial
  private Object writeReplace() {
    return new Handle(block);
  }

  /**
   * Makes a value of 0.
   *
   * @return the value, used by this process
   * @throws UncheckedIOException if there is no room for it
   */
  public static SharedInt create() {
    return new SharedInt(allocate());
  }

  /**
   * Makes a value.
   *
   * @param initial what it is at first
   * @return the value, used by this process
   * @throws UncheckedIOException if there is no room for it
   */
  public static SharedInt create(int initial) {
    SharedInt made = new SharedInt(allocate());
    made.set(initial);
    return made;
  }

  /**
   * Returns the value.
   *
   * @return what it is now
   */
  public int get() {
    return block.getInt(0);
  }

  /**
   * Sets the value.
   *
   * @param value what it is to be
   */
  public void set(int value) {
    block.setInt(0, value);
  }

  /**
   * Sets the value and returns what it was.
   *
   * @param value what it is to be
   * @return what it was
   */
  public int getAndSet(int value) {
    return block.getAndSetInt(0, value);
  }

  /**
   * Sets the value if it is as expected.
   *
   * @param expected what it must be now
   * @param value what it is to be
   * @return whether it was as expected, and so was set
   */
  public boolean compareAndSet(int expected, int value) {
    return block.compareAndSetInt(0, expected, value);
  }

  /**
   * Adds to the value.
   *
   * @param delta what to add
   * @return what the value was
   */
  public int getAndAdd(int delta) {
    return block.getAndAddInt(0, delta);
  }

  /**
   * Adds to the value.
   *
   * @param delta what to add
   * @return what the value is then
   */
  public int addAndGet(int delta) {
    return getAndAdd(delta) + delta;
  }

  /**
   * Adds 1 to the value.
   *
   * @return what the value was
   */
  public int getAndIncrement() {
    return getAndAdd(1);
  }

  /**
   * Adds 1 to the value.
   *
   * @return what the value is then
   */
  public int incrementAndGet() {
    return addAndGet(1);
  }

  /**
   * Takes 1 from the value.
   *
   * @return what the value was
   */
  public int getAndDecrement() {
    return getAndAdd(-1);
  }

  /**
   * Takes 1 from the value.
   *
   * @return what the value is then
   */
  public int decrementAndGet() {
    return addAndGet(-1);
  }

  /**
   * Replaces the value by what a function makes of it.
   *
   * @param update the function; called again when another thread or process was faster, so it
   *     should do nothing but compute
   * @return what the value was
   */
  public int getAndUpdate(IntUnaryOperator update) {
    while (true) {
      int value = get();
      if (compareAndSet(value, update.applyAsInt(value))) {
        return value;
      }
    }
  }

  /**
   * Replaces the value by what a function makes of it.
   *
   * @param update the function; called again when another thread or process was faster, so it
   *     should do nothing but compute
   * @return what the value is then
   */
  public int updateAndGet(IntUnaryOperator update) {
    while (true) {
      int value = get();
      int next = update.applyAsInt(value);
      if (compareAndSet(value, next)) {
        return next;
      }
    }
  }

  /**
   * Replaces the value by what a function makes of it and another one.
   *
   * @param other the second argument of the function
   * @param function called again when another thread or process was faster, so it should do nothing
   *     but compute
   * @return what the value is then
   */
  public int accumulateAndGet(int other, IntBinaryOperator function) {
    return updateAndGet(value -> function.applyAsInt(value, other));
  }

  @Override
  String text() {
    return Integer.toString(get());
  }
}
