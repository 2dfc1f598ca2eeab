package dev.brood.internal.service;

import dev.brood.internal.operation.MayWait;
import org.jspecify.annotations.Nullable;

/** A queue with two ends, without null. A negative time is for ever. */
public interface QueueService {

  /**
   * Adds an element.
   *
   * @return false when the time ran out
   */
  @MayWait
  boolean put(boolean first, Object element, long nanos) throws InterruptedException;

  /** Adds an element if there is room. */
  boolean offer(boolean first, Object element);

  /**
   * Takes an element.
   *
   * @return null when the time ran out
   */
  @MayWait
  @Nullable Object take(boolean first, long nanos) throws InterruptedException;

  @Nullable Object poll(boolean first);

  @Nullable Object peek(boolean first);

  boolean remove(boolean first, Object element);

  boolean contains(Object element);

  boolean removeAll(Object[] elements);

  boolean retainAll(Object[] elements);

  int size();

  int remainingCapacity();

  void clear();

  Object[] drain(int most);

  /** Returns all elements, from the first to the last. */
  Object[] elements();

  void taskDone();

  /**
   * Waits until each element that was added is done.
   *
   * @return false when the time ran out
   */
  @MayWait
  boolean awaitDone(long nanos) throws InterruptedException;
}
