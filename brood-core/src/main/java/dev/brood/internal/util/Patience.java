package dev.brood.internal.util;

/**
 * How long to go on looking for something before going to sleep over it: some microseconds of
 * spinning, then some of yielding, which lets others have the core when there is none to spare.
 *
 * <p>Waking a sleeping core takes 40 us and more on each side, so looking pays when the answer
 * comes sooner; and it ends soon enough not to be seen on an idle machine. For one thread.
 */
public final class Patience {

  private static final long SPIN_NANOS = 15_000;
  private static final long TOTAL_NANOS = 60_000;
  private static final int LOOKS_PER_CLOCK = 16;

  private long start = System.nanoTime();
  private int looks;

  /** Begins anew, since something has come. */
  public void renew() {
    start = System.nanoTime();
    looks = 0;
  }

  /** Lets a moment pass; returns false when it is time to sleep. */
  @SuppressWarnings("ThreadPriorityCheck")
  public boolean lastsAMoment() {
    if (++looks % LOOKS_PER_CLOCK != 0) {
      Thread.onSpinWait();
      return true;
    }
    long looked = System.nanoTime() - start;
    if (looked > SPIN_NANOS) {
      // Correct without it; with it, what is waited for gets this core if it has no other.
      Thread.yield();
    }
    return looked < TOTAL_NANOS;
  }
}
