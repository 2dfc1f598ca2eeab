package dev.brood.proxy;

import java.time.Duration;

/**
 * Permits that live in a {@link dev.brood.manager.Manager}. What a process has taken and nobody has
 * given back is free again when it ends, however it ends, or lets go of the semaphore.
 *
 * <p>Any thread of any process may call any method; a permit that one has taken, another may give
 * back: it is then taken off what that one has. Permits that are messages, which one process only
 * takes and another only gives, come back too: a {@link QueueProxy} is better for those. When the
 * manager is gone, every method throws {@link dev.brood.exception.ManagerDiedException}.
 *
 * @since 0.1
 */
public interface SemaphoreProxy {

  /**
   * Takes a permit, waiting for one.
   *
   * @throws InterruptedException if the thread is interrupted; none is taken then
   */
  void acquire() throws InterruptedException;

  /**
   * Takes several permits at once, waiting for them.
   *
   * @param permits how many, not negative
   * @throws InterruptedException if the thread is interrupted; none is taken then
   */
  void acquire(int permits) throws InterruptedException;

  /**
   * Takes a permit if there is one.
   *
   * @return whether it was taken
   */
  boolean tryAcquire();

  /**
   * Takes a permit, waiting for one for some time.
   *
   * @param timeout how long at most; a negative one is as zero
   * @return whether it was taken
   * @throws InterruptedException if the thread is interrupted; none is taken then
   */
  boolean tryAcquire(Duration timeout) throws InterruptedException;

  /**
   * Gives a permit back.
   *
   * @throws IllegalStateException if a bounded semaphore has all of its permits
   */
  void release();

  /**
   * Gives several permits back.
   *
   * @param permits how many, not negative
   * @throws IllegalStateException if a bounded semaphore would have too many
   */
  void release(int permits);

  /** Returns how many permits there are at the moment. */
  int availablePermits();
}
