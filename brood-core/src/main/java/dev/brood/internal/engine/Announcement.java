package dev.brood.internal.engine;

import dev.brood.internal.wire.Outbox;
import java.util.ArrayList;
import java.util.List;

/**
 * Batches that a worker is about to be told of as one: single calls in a row, or one other batch.
 * To be told of each call costs a worker more than to run many a call. Of the holder of the turn.
 */
final class Announcement {

  private final List<EncodedBatch> batches = new ArrayList<>();
  private int items;

  /** Tells whether a batch can be added. */
  boolean goesOnWith(EncodedBatch next) {
    return batches.isEmpty() || batches.getLast().goesOnWith(next);
  }

  void add(EncodedBatch batch) {
    batches.add(batch);
    items += batch.count();
  }

  /** Has the worker told of the batches, if there are any. */
  void sendTo(Outbox outbox) {
    if (batches.isEmpty()) {
      return;
    }
    outbox.add(batches.getFirst().header(items));
    for (int i = 0; i < batches.size(); i++) {
      outbox.add(batches.get(i).items());
    }
    batches.clear();
    items = 0;
  }
}
