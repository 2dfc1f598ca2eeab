package dev.brood.internal.call;

import dev.brood.internal.batch.Batch;

/** An item that was never submitted, so that it can be answered like the others. */
final class RefusedItem extends Batch {

  RefusedItem(long index, Call call) {
    super(index, 1, call);
  }

  @Override
  public boolean canRun() {
    return false;
  }

  @Override
  protected Batch part(int from, int to) {
    throw new IllegalStateException("index=" + firstIndex() + " was never submitted");
  }
}
