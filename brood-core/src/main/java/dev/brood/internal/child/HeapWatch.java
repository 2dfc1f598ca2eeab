package dev.brood.internal.child;

import java.lang.ref.WeakReference;

/**
 * Looks how much of the heap is in use, garbage not counted; only where there is a limit.
 *
 * <p>What is in use with the garbage costs nothing to ask. Only where that is above the limit, the
 * garbage is collected, and not more often than it is worth. The management interface would know
 * what was left by the last collection, but it takes long to load, and a full collection may be
 * long ago, or there was none.
 */
final class HeapWatch {

  /** One part of the time for collections, at most. */
  private static final int PARTS = 20;

  private final long limit;
  private long nextAt = System.nanoTime();

  HeapWatch(long limit) {
    this.limit = limit;
  }

  /** Tells whether it is worth to {@link #collect}. */
  boolean mayBeAbove() {
    return inUse() > limit && System.nanoTime() - nextAt >= 0;
  }

  /** Collects the garbage; returns what is in use then if it is above the limit, otherwise 0. */
  long collect() {
    long start = System.nanoTime();
    WeakReference<Object> garbage = new WeakReference<>(new Object());
    System.gc();
    long end = System.nanoTime();
    nextAt = end + PARTS * (end - start);
    // A JVM can be told not to do it.
    boolean collected = garbage.get() == null;
    long left = inUse();
    return collected && left > limit ? left : 0;
  }

  private static long inUse() {
    Runtime jvm = Runtime.getRuntime();
    return jvm.totalMemory() - jvm.freeMemory();
  }
}
