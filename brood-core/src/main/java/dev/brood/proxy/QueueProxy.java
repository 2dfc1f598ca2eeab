package dev.brood.proxy;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;

/**
 * A queue that lives in a {@link dev.brood.manager.Manager}, first in, first out, without nulls,
 * with a count of what was taken and is not done yet.
 *
 * {@snippet class = "dev.brood.samples.manager.RemoteQueues" region = "queue"}
 *
 * <p>Elements are copies. Any thread of any process may put and take; each element is taken once.
 * An interrupt ends a wait without losing an element: if one was taken already, it is returned. A
 * process that dies while it waits leaves the queue as it was; one that dies just after the manager
 * has given it an element takes that along. When the manager is gone, every method throws {@link
 * dev.brood.exception.ManagerDiedException}, waiting ones too.
 *
 * @param <E> the type of the elements
 * @since 0.1
 */
public interface QueueProxy<E> extends BlockingQueue<E> {

  /**
   * Says that an element that was taken is done with.
   *
   * @throws IllegalStateException if this was said more often than elements were added
   */
  void taskDone();

  /**
   * Waits until all that was ever added is done with.
   *
   * @throws InterruptedException if the thread is interrupted
   */
  void join() throws InterruptedException;

  /**
   * Waits until all that was ever added is done with, for some time.
   *
   * @param timeout how long at most; a negative one is as zero
   * @return false when the time ran out
   * @throws InterruptedException if the thread is interrupted
   */
  boolean join(Duration timeout) throws InterruptedException;
}
