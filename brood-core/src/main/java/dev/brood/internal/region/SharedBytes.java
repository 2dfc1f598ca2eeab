package dev.brood.internal.region;

import java.lang.foreign.MemorySegment;

/**
 * Copies bytes between arrays and mapped memory.
 *
 * <p>In place of the copies of {@link MemorySegment} that take an array: these cost a fresh JVM 10
 * ms, for a switch over types that it makes code for.
 */
public final class SharedBytes {

  private SharedBytes() {}

  /** Copies from memory into a part of an array. */
  public static void get(MemorySegment memory, long offset, byte[] target, int at, int length) {
    MemorySegment.copy(memory, offset, MemorySegment.ofArray(target), at, length);
  }

  /** Copies a part of an array into memory. */
  public static void put(MemorySegment memory, long offset, byte[] source, int at, int length) {
    MemorySegment.copy(MemorySegment.ofArray(source), at, memory, offset, length);
  }
}
