package dev.brood.internal.supervise;

/** An item that was never submitted, so that it can be answered like the others. */
final class RefusedItem extends Batch {

  RefusedItem(long index, Call call) {
    super(index, 1, call);
  }

  @Override
  boolean canRun() {
    return false;
  }

  @Override
  Batch part(int from, int to) {
    throw new IllegalStateException("index=" + firstIndex() + " was never submitted");
  }
}
