package dev.brood.internal.batch;

import dev.brood.internal.util.Pushback;

/**
 * Makes the batches of one run of calls, one after another, out of items that are added one by one.
 * For one thread; adding an item may run users' code.
 */
public interface BatchBuilder {

  /**
   * Adds an item.
   *
   * @param index of the item, in the numbering of the sink
   * @throws dev.brood.exception.NotSendableException if it cannot be sent; the batch is then as it
   *     was
   */
  void add(Object item, long index);

  /**
   * Adds items from an input as long as they are of the simplest kinds and there are fewer than
   * {@code most} in all, if there is a quick way to do so.
   */
  default void addSimple(Pushback input, int most) {}

  /** Returns how many items were added since the last batch. */
  int count();

  /** Returns the batch of the items that were added, and begins the next. */
  Batch build(long firstIndex);
}
