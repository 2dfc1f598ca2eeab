package dev.brood.internal.supervise;

/**
 * Watches the memory of a worker's process. It is looked at when the worker has caught up and,
 * while it is busy, every {@value #EVERY_MILLIS} ms; only where there are limits.
 */
final class MemoryWatch {

  static final long EVERY_MILLIS = 100;

  /** What to do about the worker. */
  enum Finding {
    FINE,
    GROWN,
    LARGE,
    KILL
  }

  private long warmBytes = -1;
  private long residentBytes = -1;
  private long heapInUse;
  private long lookedAt;

  /** Tells whether the last look was long ago. */
  boolean isDue(long now) {
    return lookedAt == 0 || now - lookedAt >= EVERY_MILLIS * 1_000_000;
  }

  /** The worker says that more of its heap is in use than the terms allow. */
  void heapInUse(long bytes) {
    heapInUse = bytes;
  }

  /** Returns what the process had in use at the last look, or -1. */
  long residentBytes() {
    return residentBytes;
  }

  /**
   * Takes in how much is in use.
   *
   * @param warm whether the worker has done its first task
   */
  Finding look(long resident, boolean warm, MemoryTerms terms, long now) {
    lookedAt = now;
    residentBytes = resident;
    boolean full = terms.heapBytes() > 0 && heapInUse > terms.heapBytes();
    if (resident < 0) {
      return full ? Finding.LARGE : Finding.FINE;
    }
    if (terms.failBytes() > 0 && resident > terms.failBytes()) {
      return Finding.KILL;
    }
    if (warm && warmBytes < 0) {
      warmBytes = resident;
    }
    if (full || (terms.recycleBytes() > 0 && resident > terms.recycleBytes())) {
      return Finding.LARGE;
    }
    boolean grown =
        terms.growthBytes() > 0 && warmBytes >= 0 && resident - warmBytes > terms.growthBytes();
    return grown ? Finding.GROWN : Finding.FINE;
  }
}
