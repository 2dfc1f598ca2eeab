package dev.brood.internal.budget;

import dev.brood.internal.wire.Ration;
import dev.brood.jvm.JvmOptions;

/**
 * What one pool has of the {@link Budget}: for each worker a heap, which the user may have chosen,
 * and a ration for children of its own. For any thread.
 */
public final class Share implements AutoCloseable {

  /** What a worker has in use beside its heap, at least. */
  private static final long BESIDE_HEAP = 32L << 20;

  /** No task gets far with less. */
  private static final long LEAST = 64L << 20;

  /** A heap gets at least this part of the memory: what a JVM begins with by itself. */
  private static final int LEAST_PART = 64;

  private final Budget budget;

  /** What the user has chosen, 0 if nothing. */
  private final long given;

  // All guarded by the budget.
  private int workers;
  private long taken;
  private long heap;
  private boolean told;
  private boolean closed;
  private Ration ration = Ration.NONE;

  Share(Budget budget, long given) {
    this.budget = budget;
    this.given = given;
  }

  /** Returns the largest heap of a worker that starts now, in bytes; 0 if that is not known. */
  public long heap() {
    synchronized (budget) {
      return heap;
    }
  }

  /** Returns what a worker that starts now may give to children of its own. */
  public Ration ration() {
    synchronized (budget) {
      return ration;
    }
  }

  /** Returns options by which a worker gets its heap: these, if it is the user's or the JVM's. */
  public JvmOptions apply(JvmOptions jvm) {
    synchronized (budget) {
      return told ? jvm.withHeap(HeapSize.text(heap)) : jvm;
    }
  }

  /** Says that the pool has another size from now on. Workers that run keep their heaps. */
  public void resize(int size) {
    synchronized (budget) {
      if (closed) {
        return;
      }
      if (size > workers) {
        grow(size - workers);
      } else if (size < workers) {
        shrink(workers - size);
      }
    }
  }

  private void grow(int more) {
    Means means = budget.means();
    if (means.memory() >= 0) {
      heap = given > 0 ? given : heapOf(means, budget.left() / 3 * 2 / more);
      told = given == 0 && heap < means.usualHeap();
    }
    long bytes = (heap + BESIDE_HEAP) * more;
    workers += more;
    taken += bytes;
    budget.take(bytes, more);
    ration =
        new Ration(
            means.memory() < 0 ? 0 : Math.max(1, budget.left() / workers),
            Math.max(1, means.processors() / budget.workers()));
  }

  private static long heapOf(Means means, long part) {
    // Nearly what the JVM takes by itself is that.
    if (part + part / 16 >= means.usualHeap()) {
      return means.usualHeap();
    }
    long enough = HeapSize.roundDown(Math.max(part, means.memory() / LEAST_PART));
    return Math.min(Math.max(LEAST, enough), means.usualHeap());
  }

  private void shrink(int less) {
    long bytes = taken / workers * less;
    workers -= less;
    taken -= bytes;
    budget.take(-bytes, -less);
  }

  /** Gives everything back. Does nothing the second time. */
  @Override
  public void close() {
    synchronized (budget) {
      if (!closed) {
        closed = true;
        budget.take(-taken, -workers);
      }
    }
  }

  /** Tells whether this share has decided how large the heaps are. */
  public boolean decidesHeap() {
    synchronized (budget) {
      return told;
    }
  }

  /** Returns in one line what was decided. */
  @Override
  public String toString() {
    synchronized (budget) {
      return "workers="
          + workers
          + " heap="
          + HeapSize.text(heap)
          + " each, of memory="
          + HeapSize.text(budget.means().memory())
          + " for all children; each may give memory="
          + HeapSize.text(ration.memory())
          + " and processors="
          + ration.processors()
          + " to its own";
    }
  }
}
