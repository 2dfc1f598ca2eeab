package dev.brood.internal.batch;

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

  /** Returns how many items were added since the last batch. */
  int count();

  /** Returns the batch of the items that were added, and begins the next. */
  Batch build(long firstIndex);
}
