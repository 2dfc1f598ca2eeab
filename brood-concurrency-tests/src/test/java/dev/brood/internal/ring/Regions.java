package dev.brood.internal.ring;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.atomic.AtomicInteger;

/** Regions with rings, used again one after the other: more than are ever in use at a time. */
final class Regions {

  static final int CAPACITY = 4096;

  private static final int COUNT = 2048;
  private static final int SIZE = RingLayout.size(CAPACITY);
  private static final byte[] ZEROS = new byte[RingLayout.DATA];

  private static final ByteBuffer MEMORY = ByteBuffer.allocateDirect(COUNT * SIZE);
  private static final AtomicInteger NEXT = new AtomicInteger();

  private Regions() {}

  /** Returns a fresh region; what its rings hold is left from the one before. */
  static ByteBuffer next() {
    int index = Math.floorMod(NEXT.getAndIncrement(), COUNT);
    ByteBuffer region = MEMORY.slice(index * SIZE, SIZE).order(ByteOrder.nativeOrder());
    region.put(0, ZEROS);
    RingLayout.initialize(region, CAPACITY);
    return region;
  }
}
