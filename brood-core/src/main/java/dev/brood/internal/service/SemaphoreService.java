package dev.brood.internal.service;

import dev.brood.internal.operation.MayWait;

/** Permits, which a session gives back when it ends. A negative time is for ever. */
public interface SemaphoreService {

  @MayWait
  boolean acquire(int permits, long nanos) throws InterruptedException;

  boolean tryAcquire(int permits);

  void release(int permits);

  int availablePermits();
}
