package dev.brood.proxy;

import java.time.Duration;

/**
 * A flag to wait for, which lives in a {@link dev.brood.manager.Manager}. Any thread of any process
 * may call any method. When the manager is gone, every method throws {@link
 * dev.brood.exception.ManagerDiedException}, waiting ones too.
 *
 * @since 0.1
 */
public interface EventProxy {

  /** Sets the flag; all who wait go on. */
  void set();

  /** Clears the flag. */
  void clear();

  /** Tells whether the flag is set. */
  boolean isSet();

  /**
   * Waits until the flag is set; returns at once if it is.
   *
   * @throws InterruptedException if the thread is interrupted
   */
  void await() throws InterruptedException;

  /**
   * Waits until the flag is set, for some time.
   *
   * @param timeout how long at most; a negative one is as zero
   * @return false when the time ran out
   * @throws InterruptedException if the thread is interrupted
   */
  boolean await(Duration timeout) throws InterruptedException;
}
