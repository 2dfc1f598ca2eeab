package dev.brood.memory;

import java.io.Serial;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/**
 * A {@code double} that processes share.
 *
 * <p>Values are compared by their bits, as {@link Double#doubleToRawLongBits} gives them: NaN is
 * found equal to the same NaN, and 0.0 differs from -0.0.
 *
 * @see SharedValue for who may use it, how long it lives, and what must be closed
 * @since 0.1
 */
public final class SharedDouble extends SharedValue {

  @Serial private static final long serialVersionUID = 1L;

  private SharedDouble(Block block) {
    super(block);
  }

  private record Handle(Block block) implements Serializable {
    @Serial
    private Object readResolve() {
      return new SharedDouble(block);
    }
  }

  @Serial
  private Object writeReplace() {
    return new Handle(block);
  }

  /**
   * Makes a value of 0.0.
   *
   * @return the value, used by this process
   * @throws UncheckedIOException if there is no room for it
   */
  public static SharedDouble create() {
    return new SharedDouble(allocate());
  }

  /**
   * Makes a value.
   *
   * @param initial what it is at first
   * @return the value, used by this process
   * @throws UncheckedIOException if there is no room for it
   */
  public static SharedDouble create(double initial) {
    SharedDouble made = new SharedDouble(allocate());
    made.set(initial);
    return made;
  }

  /**
   * Returns the value.
   *
   * @return what it is now
   */
  public double get() {
    return Double.longBitsToDouble(block.getLong(0));
  }

  /**
   * Sets the value.
   *
   * @param value what it is to be
   */
  public void set(double value) {
    block.setLong(0, Double.doubleToRawLongBits(value));
  }

  /**
   * Sets the value and returns what it was.
   *
   * @param value what it is to be
   * @return what it was
   */
  public double getAndSet(double value) {
    return Double.longBitsToDouble(block.getAndSetLong(0, Double.doubleToRawLongBits(value)));
  }

  /**
   * Sets the value if it is as expected.
   *
   * @param expected what it must be now
   * @param value what it is to be
   * @return whether it was as expected, and so was set
   */
  public boolean compareAndSet(double expected, double value) {
    return block.compareAndSetLong(
        0, Double.doubleToRawLongBits(expected), Double.doubleToRawLongBits(value));
  }

  /**
   * Adds to the value.
   *
   * @param delta what to add
   * @return what the value was
   */
  public double getAndAdd(double delta) {
    return getAndUpdate(value -> value + delta);
  }

  /**
   * Adds to the value.
   *
   * @param delta what to add
   * @return what the value is then
   */
  public double addAndGet(double delta) {
    return updateAndGet(value -> value + delta);
  }

  /**
   * Replaces the value by what a function makes of it.
   *
   * @param update the function; called again when another thread or process was faster, so it
   *     should do nothing but compute
   * @return what the value was
   */
  public double getAndUpdate(DoubleUnaryOperator update) {
    while (true) {
      double value = get();
      if (compareAndSet(value, update.applyAsDouble(value))) {
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
  public double updateAndGet(DoubleUnaryOperator update) {
    while (true) {
      double value = get();
      double next = update.applyAsDouble(value);
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
  public double accumulateAndGet(double other, DoubleBinaryOperator function) {
    return updateAndGet(value -> function.applyAsDouble(value, other));
  }

  @Override
  String text() {
    return Double.toString(get());
  }
}
