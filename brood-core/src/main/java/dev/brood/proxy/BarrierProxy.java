package dev.brood.proxy;

import java.time.Duration;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.TimeoutException;

/**
 * A meeting point that lives in a {@link dev.brood.manager.Manager}, as {@link
 * java.util.concurrent.CyclicBarrier}: who waits goes on when all have come. Whoever leaves
 * earlier, by an interrupt, a time-out or the end of its process, breaks it for the others.
 *
 * <p>Any thread of any process may call any method. When the manager is gone, every method throws
 * {@link dev.brood.exception.ManagerDiedException}, waiting ones too.
 *
 * @since 0.1
 */
public interface BarrierProxy {

  /**
   * Waits until all have come.
   *
   * @return how many were still missing when this one came
   * @throws BrokenBarrierException if the barrier is broken, or is broken or reset meanwhile
   * @throws InterruptedException if the thread is interrupted
   */
  int await() throws InterruptedException, BrokenBarrierException;

  /**
   * Waits until all have come, for some time.
   *
   * @param timeout how long at most; a negative one is as zero
   * @return how many were still missing when this one came
   * @throws TimeoutException if the time ran out; the barrier is broken then
   * @throws BrokenBarrierException if the barrier is broken, or is broken or reset meanwhile
   * @throws InterruptedException if the thread is interrupted
   */
  int await(Duration timeout) throws InterruptedException, BrokenBarrierException, TimeoutException;

  /** Begins anew; who waits gets a {@link BrokenBarrierException}. */
  void reset();

  /** Breaks the barrier; who waits, and who comes, gets a {@link BrokenBarrierException}. */
  void abort();

  /** Returns how many meet here. */
  int parties();

  /** Returns how many wait here at the moment. */
  int waiting();

  /** Tells whether the barrier is broken. */
  boolean isBroken();
}
