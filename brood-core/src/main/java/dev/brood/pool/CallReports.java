package dev.brood.pool;

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
 * Counts the single calls of a pool and tells a listener, from a virtual thread that lives as long
 * as the numbers change.
 */
final class CallReports implements RunObserver {

  private static final Duration INTERVAL = Duration.ofMillis(100);

  private final ProgressListener listener;
  private final String threadName;
  private final AtomicLong submitted = new AtomicLong();
  private final AtomicLong answered = new AtomicLong();
  private final AtomicLong failures = new AtomicLong();
  private final AtomicLong retries = new AtomicLong();
  private final AtomicBoolean telling = new AtomicBoolean();
  private final ReentrantLock lock = new ReentrantLock();
  private volatile long startedAt;

  // Under the lock.
  private @Nullable Progress told;

  private CallReports(ProgressListener listener, String threadName) {
    this.listener = listener.forRun();
    this.threadName = threadName;
  }

  /** Returns reports to {@code listener}; null for none. */
  static @Nullable CallReports to(@Nullable ProgressListener listener, String poolName) {
    return listener == null ? null : new CallReports(listener, poolName + "-progress");
  }

  @Override
  public void begun(long calls) {
    if (submitted.getAndAdd(calls) == 0) {
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
  }

  private void changed() {
    if (telling.compareAndSet(false, true)) {
      Thread.ofVirtual().name(threadName).start(this::tellWhileItChanges);
    }
  }

  private void tellWhileItChanges() {
    try {
      while (tell(false)) {
        Thread.sleep(INTERVAL);
      }
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
    return before == null
        || (!before.ended()
            && (now.ended()
                || now.done() != before.done()
                || now.retried() != before.retried()
                || !now.total().equals(before.total())));
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
      listener.onProgress(now);
      return true;
    } catch (RuntimeException e) {
      System.getLogger("dev.brood").log(System.Logger.Level.ERROR, "a progress listener failed", e);
      return true;
    } finally {
      lock.unlock();
    }
  }

  private Progress now(boolean last) {
    // In this order: never more failed than done, nor more done than there are.
    long failed = failures.get();
    long done = answered.get();
    OptionalLong total = OptionalLong.of(submitted.get());
    long start = startedAt;
    Duration elapsed = start == 0 ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - start);
    return new Progress(done, failed, retries.get(), total, elapsed, last);
  }
}
