package dev.brood.memory;

import java.io.Serial;
import java.io.Serializable;
import java.io.UncheckedIOException;

/**
 * A {@code boolean} that processes share: a flag to look at. To wait for one, use an event.
 *
 * @see SharedValue for who may use it, how long it lives, and what must be closed
 * @since 0.1
 */
public final class SharedBoolean extends SharedValue {

  @Serial private static final long serialVersionUID = 1L;

  private SharedBoolean(Block block) {
    super(block);
  }

  private record Handle(Block block) implements Serializable {
    @Serial
    private Object readResolve() {
      return new SharedBoolean(block);
    }
  }

  @Serial
  private Object writeReplace() {
    return new Handle(block);
  }

  /**
   * Makes a value of {@code false}.
   *
   * @return the value, used by this process
   * @throws UncheckedIOException if there is no room for it
   */
  public static SharedBoolean create() {
    return new SharedBoolean(allocate());
  }

  /**
   * Makes a value.
   *
   * @param initial what it is at first
   * @return the value, used by this process
   * @throws UncheckedIOException if there is no room for it
   */
  public static SharedBoolean create(boolean initial) {
    SharedBoolean made = new SharedBoolean(allocate());
    made.set(initial);
    return made;
  }

  private static int word(boolean value) {
    return value ? 1 : 0;
  }

  /**
   * Returns the value.
   *
   * @return what it is now
   */
  public boolean get() {
    return block.getInt(0) != 0;
  }

  /**
   * Sets the value.
   *
   * @param value what it is to be
   */
  public void set(boolean value) {
    block.setInt(0, word(value));
  }

  /**
   * Sets the value and returns what it was.
   *
   * @param value what it is to be
   * @return what it was
   */
  public boolean getAndSet(boolean value) {
    return block.getAndSetInt(0, word(value)) != 0;
  }

  /**
   * Sets the value if it is as expected.
   *
   * @param expected what it must be now
   * @param value what it is to be
   * @return whether it was as expected, and so was set
   */
  public boolean compareAndSet(boolean expected, boolean value) {
    return block.compareAndSetInt(0, word(expected), word(value));
  }

  @Override
  String text() {
    return Boolean.toString(get());
  }
}
