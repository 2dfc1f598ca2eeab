package dev.brood.pool;

import dev.brood.internal.call.MapRun;
import dev.brood.internal.call.RunObserver;
import dev.brood.progress.Progress;
import dev.brood.progress.ProgressListener;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Counts what happens in a run and tells a listener, from the thread that drives the run. */
final class ProgressReports implements RunObserver {

  private static final long INTERVAL_NANOS = 100_000_000;

  private final ProgressListener listener;
  private final AtomicLong answered = new AtomicLong();
  private final AtomicLong failures = new AtomicLong();
  private long retried;
  private long startedAt;
  private long toldAt;
  private long toldDone;
  private boolean ended;
  private OptionalLong total = OptionalLong.empty();

  private ProgressReports(ProgressListener listener) {
    this.listener = listener;
  }

  /** Returns an observer that tells {@code listener}; one that does nothing for null. */
  static RunObserver to(@Nullable ProgressListener listener) {
    return listener == null ? RunObserver.NONE : new ProgressReports(listener.forRun());
  }

  @Override
  public void begun(long size) {
    startedAt = System.nanoTime();
    total = size == MapRun.UNKNOWN_SIZE ? OptionalLong.empty() : OptionalLong.of(size);
    tell(startedAt, false);
  }

  @Override
  public void answered(int items, int failed) {
    failures.addAndGet(failed);
    answered.addAndGet(items);
  }

  @Override
  public void retried() {
    retried++;
  }

  @Override
  public void tick() {
    long now = System.nanoTime();
    if (now - toldAt >= INTERVAL_NANOS && answered.get() - retried != toldDone) {
      tell(now, false);
    }
  }

  @Override
  public void ended() {
    if (!ended) {
      ended = true;
      tell(System.nanoTime(), true);
    }
  }

  private void tell(long now, boolean last) {
    toldAt = now;
    long failed = failures.get() - retried;
    toldDone = answered.get() - retried;
    Duration elapsed = Duration.ofNanos(now - startedAt);
    listener.onProgress(new Progress(toldDone, failed, retried, total, elapsed, last));
  }
}
