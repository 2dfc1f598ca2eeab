package dev.brood.internal.queue;

import java.lang.ref.Reference;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.StampedLock;
import org.jspecify.annotations.Nullable;

/**
 * Who of this process is inside a queue: a cell that was closed may become another object, so it is
 * closed when nobody is inside any more.
 */
final class QueueUse {

  /** Read by all who are inside, written by who closes. */
  private final StampedLock inside = new StampedLock();

  private final AtomicBoolean closing = new AtomicBoolean();

  /** The object of this process for the cell: no garbage as long as somebody is inside. */
  private @Nullable Object user;

  /** Says what the object of this process is. */
  void by(Object queue) {
    user = queue;
  }

  /**
   * Lets the calling thread in, until it {@linkplain #leave leaves}.
   *
   * @return what to leave with
   * @throws IllegalStateException if the queue is closed in this process
   */
  long enter() {
    mustBeOpen();
    long stamp = inside.tryReadLock();
    if (stamp == 0) {
      mustBeOpen();
    }
    return stamp;
  }

  void leave(long stamp) {
    try {
      inside.unlockRead(stamp);
    } finally {
      Reference.reachabilityFence(user);
    }
  }

  /** Checks that the queue is open; whoever is inside looks again each time it has waited. */
  void mustBeOpen() {
    if (isClosed()) {
      throw new IllegalStateException("the queue is closed in this process");
    }
  }

  boolean isClosed() {
    return closing.get();
  }

  /** Lets nobody in any more; tells whether the caller is the first who closes. */
  boolean beginClosing() {
    return closing.compareAndSet(false, true);
  }

  /** Waits until nobody is inside. */
  void awaitEmpty() {
    // Never unlocked: nobody comes in any more.
    inside.writeLock();
  }
}
