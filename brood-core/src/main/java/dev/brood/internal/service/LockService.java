package dev.brood.internal.service;

import dev.brood.internal.operation.MayWait;

/**
 * A lock whose owner is a thread of a session, with its conditions. A negative time is for ever.
 */
public interface LockService {

  @MayWait
  void lock(long thread);

  /** Waits for the lock; returns false when the time ran out. */
  @MayWait
  boolean lock(long thread, long nanos) throws InterruptedException;

  boolean tryLock(long thread);

  void unlock(long thread);

  boolean isLocked();

  /** Makes a condition and returns its number. */
  int newCondition();

  /** Waits for a signal; returns the time that is left, zero or less if it ran out. */
  @MayWait
  long await(int condition, long thread, long nanos) throws InterruptedException;

  @MayWait
  void awaitUninterruptibly(int condition, long thread);

  void signal(int condition, long thread, boolean all);
}
