package dev.brood.internal.supervise;

import dev.brood.exception.BrokenPoolException;
import dev.brood.internal.batch.Batch;
import dev.brood.internal.batch.ResultSink;
import java.util.concurrent.CancellationException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Which work a pool takes: all until it is shut down, then only that of those who have a hold on
 * it, and none when it is broken or stopped. For any thread, where nothing else is said.
 */
final class Admission {

  private final String pool;
  private final AtomicInteger holds = new AtomicInteger();
  private volatile boolean closed;
  private volatile @Nullable BrokenPoolException broken;
  private volatile boolean stopped;

  Admission(String pool) {
    this.pool = pool;
  }

  /**
   * Checks that a batch for a sink may be submitted.
   *
   * @throws BrokenPoolException if the pool is broken
   * @throws RejectedExecutionException if it is shut down
   */
  void check(ResultSink sink) {
    if (stopped || (closed && !sink.holdsPool())) {
      throw refusal();
    }
  }

  /** Tells whether a batch that was submitted is run; otherwise it fails. Of the turn. */
  boolean accepts(Batch batch) {
    Throwable reason = broken;
    if (reason == null) {
      reason = stopped ? wasShutDown() : batch.refusal();
    }
    if (reason != null) {
      batch.failFrom(0, reason);
    }
    return reason == null;
  }

  /**
   * Has the pool take work until {@link #release}, also when it is shut down meanwhile; returns
   * false if it was before.
   */
  boolean hold() {
    holds.incrementAndGet();
    return !closed;
  }

  /** Takes a hold back; returns true if it was the last that kept the pool from ending. */
  boolean release() {
    return holds.decrementAndGet() == 0 && closed;
  }

  /** Takes no more work but of those that have a hold. */
  void close() {
    closed = true;
  }

  boolean isClosed() {
    return closed;
  }

  /** Takes no more work of anybody; of the turn. */
  void stop() {
    stopped = true;
  }

  boolean isStopped() {
    return stopped;
  }

  /** Tells whether no more work will come; of the turn. */
  boolean isOver() {
    return closed && (stopped || holds.get() == 0);
  }

  /** Takes no more work since the pool is broken; returns null if it was before. Of the turn. */
  @Nullable BrokenPoolException breakDown(String reason, Throwable cause) {
    if (broken != null) {
      return null;
    }
    BrokenPoolException failure =
        new BrokenPoolException("pool=" + pool + " is broken: " + reason, cause);
    // In this order: who finds it closed shall see why.
    broken = failure;
    closed = true;
    return failure;
  }

  /** Returns what work is refused with from now on, with the frames of who calls now. */
  RuntimeException refusal() {
    BrokenPoolException cause = broken;
    return cause == null
        ? new RejectedExecutionException("pool=" + pool + " is shut down")
        : new BrokenPoolException(String.valueOf(cause.getMessage()), cause.getCause());
  }

  /** Returns what calls fail with that the end of the pool cuts off. */
  CancellationException wasShutDown() {
    return new CancellationException("pool=" + pool + " was shut down");
  }
}
