package dev.brood.internal.region;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/**
 * Words in mapped memory that processes change together.
 *
 * <p>Every operation has the effects of a volatile access and all of them stand in one order that
 * all processes agree on, as {@link VarHandle} says of threads: the processors do not know the
 * difference. Offsets are in bytes and aligned to the word.
 */
public final class SharedWords {

  private static final VarHandle LONG = ValueLayout.JAVA_LONG.varHandle();
  private static final VarHandle INT = ValueLayout.JAVA_INT.varHandle();

  private static final VarHandle BYTE = ValueLayout.JAVA_BYTE.varHandle();

  private SharedWords() {}

  /** Returns a word of 8 bytes. */
  public static long getLong(MemorySegment memory, long offset) {
    return (long) LONG.getVolatile(memory, offset);
  }

  /** Sets a word of 8 bytes. */
  public static void setLong(MemorySegment memory, long offset, long value) {
    LONG.setVolatile(memory, offset, value);
  }

  /** Sets a word of 8 bytes without any order; for what only reports look at. */
  public static void setLongOpaque(MemorySegment memory, long offset, long value) {
    LONG.setOpaque(memory, offset, value);
  }

  /** Sets a word of 8 bytes if it is as expected; tells whether it was. */
  public static boolean compareAndSetLong(
      MemorySegment memory, long offset, long expected, long value) {
    return LONG.compareAndSet(memory, offset, expected, value);
  }

  /** Sets a word of 8 bytes and returns what it was. */
  public static long getAndSetLong(MemorySegment memory, long offset, long value) {
    return (long) LONG.getAndSet(memory, offset, value);
  }

  /** Adds to a word of 8 bytes and returns what it was. */
  public static long getAndAddLong(MemorySegment memory, long offset, long delta) {
    return (long) LONG.getAndAdd(memory, offset, delta);
  }

  /** Sets bits of a word of 8 bytes and returns what it was. */
  public static long getAndOrLong(MemorySegment memory, long offset, long mask) {
    return (long) LONG.getAndBitwiseOr(memory, offset, mask);
  }

  /** Keeps only the bits of a mask in a word of 8 bytes and returns what it was. */
  public static long getAndAndLong(MemorySegment memory, long offset, long mask) {
    return (long) LONG.getAndBitwiseAnd(memory, offset, mask);
  }

  /** Returns a word of 4 bytes. */
  public static int getInt(MemorySegment memory, long offset) {
    return (int) INT.getVolatile(memory, offset);
  }

  /** Sets a word of 4 bytes. */
  public static void setInt(MemorySegment memory, long offset, int value) {
    INT.setVolatile(memory, offset, value);
  }

  /** Sets a word of 4 bytes if it is as expected; tells whether it was. */
  public static boolean compareAndSetInt(
      MemorySegment memory, long offset, int expected, int value) {
    return INT.compareAndSet(memory, offset, expected, value);
  }

  /** Adds to a word of 4 bytes and returns what it was. */
  public static int getAndAddInt(MemorySegment memory, long offset, int delta) {
    return (int) INT.getAndAdd(memory, offset, delta);
  }

  /** Sets a word of 4 bytes and returns what it was. */
  public static int getAndSetInt(MemorySegment memory, long offset, int value) {
    return (int) INT.getAndSet(memory, offset, value);
  }

  /** Returns a byte. */
  public static byte getByte(MemorySegment memory, long offset) {
    return (byte) BYTE.getVolatile(memory, offset);
  }

  /** Sets a byte. */
  public static void setByte(MemorySegment memory, long offset, byte value) {
    BYTE.setVolatile(memory, offset, value);
  }
}
