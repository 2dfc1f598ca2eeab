package dev.brood.internal.budget;

import dev.brood.jvm.JvmOptions;
import org.jspecify.annotations.Nullable;

/**
 * What all pools of a JVM have together. For any thread.
 *
 * <p>A pool that opens gets two thirds of the memory that is left for the heaps of its workers. The
 * last third is for what a JVM has beside its heap, for pools that open later, and for those that
 * the workers open. Workers keep the heap that they were started with, so what a pool has taken it
 * has until it ends.
 *
 * <p>Where that is more than a JVM takes by itself, the JVM is told nothing. So small pools on
 * large machines are as if there were no budget.
 */
public final class Budget {

  private static @Nullable Budget ofThisJvm;

  private final Means means;

  // Both guarded by this.
  private long taken;
  private int workers;

  /** Creates the budget of a JVM whose children may use so much. */
  public Budget(Means means) {
    this.means = means;
  }

  /** Returns the one of this JVM, whose means are asked for once. */
  public static synchronized Budget ofThisJvm() {
    Budget known = ofThisJvm;
    if (known == null) {
      known = new Budget(Means.ofThisJvm());
      ofThisJvm = known;
    }
    return known;
  }

  /** Takes the share of a pool that opens. It must be closed when the last worker has ended. */
  public Share open(JvmOptions jvm, int size) {
    Share share = new Share(this, HeapSize.given(jvm, means.usualHeap()));
    share.resize(size);
    return share;
  }

  Means means() {
    return means;
  }

  /** Returns what is left; the caller holds the lock. */
  long left() {
    return Math.max(0, means.memory() - taken);
  }

  /** Returns how many workers there may be in all pools; the caller holds the lock. */
  int workers() {
    return workers;
  }

  /** Takes, or with negative numbers gives back; the caller holds the lock. */
  void take(long bytes, int more) {
    taken += bytes;
    workers += more;
  }
}
