package dev.brood.memory;

import java.io.Serial;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.function.LongBinaryOperator;
import java.util.function.LongUnaryOperator;

/**
 * A {@code long} that processes share, with the operations of {@link
 * java.util.concurrent.atomic.AtomicLong}.
 *
 * {@snippet class = "dev.brood.samples.memory.ValueArrayLock" region = "shared"}
 *
 * @see SharedValue for who may use it, how long it lives, and what must be closed
 * @since 0.1
 */
public final class SharedLong extends SharedValue {

  @Serial private static final long serialVersionUID = 1L;

  private SharedLong(Block block) {
    super(block);
  }

  private record Handle(Block block) implements Serializable {
    @Serial
    private Object readResolve() {
      return new SharedLong(block);
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
  public static SharedLong create() {
    return new SharedLong(allocate());
  }

  /**
   * Makes a value.
   *
   * @param initial what it is at first
   * @return the value, used by this process
   * @throws UncheckedIOException if there is no room for it
   */
  public static SharedLong create(long initial) {
    SharedLong made = new SharedLong(allocate());
    made.set(initial);
    return made;
  }

  /**
   * Returns the value.
   *
   * @return what it is now
   */
  public long get() {
    return block.getLong(0);
  }

  /**
   * Sets the value.
   *
   * @param value what it is to be
   */
  public void set(long value) {
    block.setLong(0, value);
  }

  /**
   * Sets the value and returns what it was.
   *
   * @param value what it is to be
   * @return what it was
   */
  public long getAndSet(long value) {
    return block.getAndSetLong(0, value);
  }

  /**
   * Sets the value if it is as expected.
   *
   * @param expected what it must be now
   * @param value what it is to be
   * @return whether it was as expected, and so was set
   */
  public boolean compareAndSet(long expected, long value) {
    return block.compareAndSetLong(0, expected, value);
  }

  /**
   * Adds to the value.
   *
   * @param delta what to add
   * @return what the value was
   */
  public long getAndAdd(long delta) {
    return block.getAndAddLong(0, delta);
  }

  /**
   * Adds to the value.
   *
   * @param delta what to add
   * @return what the value is then
   */
  public long addAndGet(long delta) {
    return getAndAdd(delta) + delta;
  }

  /**
   * Adds 1 to the value.
   *
   * @return what the value was
   */
  public long getAndIncrement() {
    return getAndAdd(1);
  }

  /**
   * Adds 1 to the value.
   *
   * @return what the value is then
   */
  public long incrementAndGet() {
    return addAndGet(1);
  }

  /**
   * Takes 1 from the value.
   *
   * @return what the value was
   */
  public long getAndDecrement() {
    return getAndAdd(-1);
  }

  /**
   * Takes 1 from the value.
   *
   * @return what the value is then
   */
  public long decrementAndGet() {
    return addAndGet(-1);
  }

  /**
   * Replaces the value by what a function makes of it.
   *
   * @param update the function; called again when another thread or process was faster, so it
   *     should do nothing but compute
   * @return what the value was
   */
  public long getAndUpdate(LongUnaryOperator update) {
    while (true) {
      long value = get();
      if (compareAndSet(value, update.applyAsLong(value))) {
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
  public long updateAndGet(LongUnaryOperator update) {
    while (true) {
      long value = get();
      long next = update.applyAsLong(value);
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
  public long accumulateAndGet(long other, LongBinaryOperator function) {
    return updateAndGet(value -> function.applyAsLong(value, other));
  }

  @Override
  String text() {
    return Long.toString(get());
  }
}
