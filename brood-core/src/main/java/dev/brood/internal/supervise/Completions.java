package dev.brood.internal.supervise;

import java.lang.System.Logger.Level;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Completes futures, which runs whatever users have chained to them, away from the threads that
 * keep a pool going.
 *
 * <p>A chained action may block, even on another future of the same pool. So completions are a
 * queue that virtual threads empty, one of them as long as it comes along; {@link #check} adds
 * another when the one that runs has been stuck in the same completion for a while.
 */
public final class Completions {

  /** How long a completion may take before others go around it. */
  static final long PATIENCE_NANOS = 2_000_000;

  /** How long the last completions may take before a pool ends without them. */
  private static final long SETTLING_NANOS = 50_000_000;

  private final ConcurrentLinkedQueue<Runnable> queue = new ConcurrentLinkedQueue<>();
  private final AtomicInteger runners = new AtomicInteger();
  private final AtomicLong completed = new AtomicLong();
  private final String name;

  // Of the thread that calls check().
  private long completedSeen;
  private long seenAt;
  private long settling;
  private long settlingSince;

  Completions(String name) {
    this.name = name;
  }

  /** Has a completion done after the next {@link #check}; the holder of the turn. */
  public void add(Runnable completion) {
    queue.add(completion);
  }

  /**
   * Has the completions done, and goes around one that does not come back. Returns in how many
   * nanoseconds to check again, or {@link Long#MAX_VALUE} when nothing waits.
   */
  long check(long now) {
    if (queue.isEmpty()) {
      return Long.MAX_VALUE;
    }
    if (runners.get() == 0) {
      // Once for all that came at a time: to start one takes longer than most completions.
      startRunner();
    }
    long done = completed.get();
    if (done != completedSeen || seenAt == 0) {
      completedSeen = done;
      seenAt = now;
    } else if (now - seenAt >= PATIENCE_NANOS) {
      seenAt = now;
      startRunner();
    }
    return PATIENCE_NANOS;
  }

  /**
   * Tells whether everything that was added has been done, or is stuck in what users have chained
   * to it; then the future itself is complete.
   */
  boolean isSettled(long now) {
    if (runners.get() == 0 && queue.isEmpty()) {
      return true;
    }
    long done = completed.get();
    if (done != settling || settlingSince == 0) {
      settling = done;
      settlingSince = now;
    }
    return queue.isEmpty() && now - settlingSince >= SETTLING_NANOS;
  }

  private void startRunner() {
    runners.incrementAndGet();
    Thread.ofVirtual().name(name).start(this::drain);
  }

  private void drain() {
    do {
      @Nullable Runnable next;
      while ((next = queue.poll()) != null) {
        complete(next);
        completed.incrementAndGet();
      }
      runners.decrementAndGet();
      // What was added between the last poll and the count may have seen this runner: look again.
    } while (!queue.isEmpty() && runners.compareAndSet(0, 1));
  }

  private static void complete(Runnable completion) {
    try {
      completion.run();
    } catch (Throwable t) {
      // Those behind it shall not wait for ever.
      System.getLogger("dev.brood").log(Level.ERROR, "a completion failed", t);
    }
  }
}
