package dev.brood.internal.service;

import dev.brood.internal.operation.MayWait;

/**
 * A lock for many readers or one writer, which are threads of sessions. A negative time is for
 * ever.
 */
public interface ReadWriteLockService {

  @MayWait
  void lock(boolean write, long thread);

  /** Waits for the lock; returns false when the time ran out. */
  @MayWait
  boolean lock(boolean write, long thread, long nanos) throws InterruptedException;

  boolean tryLock(boolean write, long thread);

  void unlock(boolean write, long thread);
}
