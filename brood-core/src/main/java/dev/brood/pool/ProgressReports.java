package dev.brood.pool;

import dev.brood.internal.call.MapRun;
import dev.brood.internal.call.RunObserver;
import dev.brood.progress.Progress;
import dev.brood.progress.ProgressListener;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Counts how the items of a map end, or the single calls of a pool, and tells a listener, from a
 * virtual thread that lives as long as the numbers change: who waits for the results, or is busy
 * with one of them, need not do anything for it.
 */
final class ProgressReports implements RunObserver {

  private static final Duration INTERVAL = Duration.ofMillis(100);

  private final ProgressListener listener;
  private final String threadName;
  private final AtomicLong tasks = new AtomicLong();
  private final AtomicLong answered = new AtomicLong();
  private final AtomicLong failures = new AtomicLong();
  private final AtomicLong retries = new AtomicLong();
  private final AtomicBoolean telling = new AtomicBoolean();
  private final ReentrantLock lock = new ReentrantLock();
  private volatile long startedAt;
  private volatile long toldAt = System.nanoTime() - INTERVAL.toNanos();

  /** Has the thread that drives a map call {@link #check()}; null for single calls. */
  private volatile @Nullable Runnable wake;

  /** What the listener of a map threw; it is told no more. */
  private volatile @Nullable Throwable failure;

  // Under the lock.
  private @Nullable Progress told;

  // Of the thread that drives the map.
  private boolean thrown;

  private ProgressReports(ProgressListener listener, String threadName) {
    this.listener = listener.forRun();
    this.threadName = threadName;
  }

  /** Returns reports to {@code listener}; null for none. */
  static @Nullable ProgressReports to(@Nullable ProgressListener listener, String poolName) {
    return listener == null ? null : new ProgressReports(listener, poolName + "-progress");
  }

  /** Returns an observer that reports; one that does nothing for null. */
  static RunObserver observer(@Nullable ProgressReports reports) {
    return reports == null ? RunObserver.NONE : reports;
  }

  @Override
  public void begun(long size, Runnable toWake) {
    startedAt = System.nanoTime();
    tasks.set(size);
    wake = toWake;
    var _ = tell(false);
  }

  @Override
  public void begun(long calls) {
    if (tasks.getAndAdd(calls) == 0) {
      startedAt = System.nanoTime();
    }
    changed();
  }

  @Override
  public void answered(int items, int failed) {
    answered.addAndGet(items);
    failures.addAndGet(failed);
    changed();
  }

  @Override
  public void retried() {
    retries.incrementAndGet();
    changed();
  }

  @Override
  public void ended() {
    var _ = tell(true);
    check();
  }

  private void changed() {
    if (!telling.get() && telling.compareAndSet(false, true)) {
      Thread.ofVirtual().name(threadName).start(this::tellWhileItChanges);
    }
  }

  private void tellWhileItChanges() {
    try {
      do {
        Thread.sleep(INTERVAL.minusNanos(System.nanoTime() - toldAt));
      } while (tell(false));
    } catch (InterruptedException e) {
      // Nobody interrupts it; whatever changes next starts another.
    } finally {
      telling.set(false);
    }
    // What changed between the last look and now saw this thread: look again.
    if (hasChanged()) {
      changed();
    }
  }

  private boolean hasChanged() {
    lock.lock();
    try {
      return isNews(now(false));
    } finally {
      lock.unlock();
    }
  }

  private boolean isNews(Progress now) {
    Progress before = told;
    return failure == null
        && (before == null
            || (!before.ended()
                && (now.ended()
                    || now.done() != before.done()
                    || now.retried() != before.retried()
                    || !now.total().equals(before.total()))));
  }

  /** Tells what is new; returns false if nothing is. */
  private boolean tell(boolean last) {
    lock.lock();
    try {
      Progress now = now(last);
      if (!isNews(now)) {
        return false;
      }
      told = now;
      toldAt = System.nanoTime();
      listener.onProgress(now);
    } catch (Throwable t) {
      failed(t);
    } finally {
      lock.unlock();
    }
    return true;
  }

  private void failed(Throwable thrownByListener) {
    Runnable toWake = wake;
    if (toWake == null) {
      System.getLogger("dev.brood")
          .log(System.Logger.Level.ERROR, "a progress listener failed", thrownByListener);
    } else {
      failure = thrownByListener;
      toWake.run();
    }
  }

  @Override
  public void check() {
    Throwable thrownByListener = failure;
    // Once: a map that is closed because of it does not have it suppress itself.
    if (thrownByListener != null && !thrown) {
      thrown = true;
      throw Calls.raise(thrownByListener);
    }
  }

  private Progress now(boolean last) {
    // In this order: never more failed than done, nor more done than there are.
    long failed = failures.get();
    long done = answered.get();
    long size = tasks.get();
    OptionalLong total = size == MapRun.UNKNOWN_SIZE ? OptionalLong.empty() : OptionalLong.of(size);
    long start = startedAt;
    Duration elapsed = start == 0 ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - start);
    return new Progress(done, failed, retries.get(), total, elapsed, last);
  }
}
