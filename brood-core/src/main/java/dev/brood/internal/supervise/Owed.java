package dev.brood.internal.supervise;

import dev.brood.internal.batch.Batch;
import dev.brood.internal.batch.ResultRun;

/**
 * A batch that a worker was given and has not reported done. Its results arrive in the order of its
 * items; some may be answered for the worker before it does so itself.
 */
final class Owed {

  private final Batch batch;
  private final long itemsBefore;
  private int arrived;

  /** Items below this are answered: by the worker, or for it. */
  private int answered;

  /**
   * Puts a batch into a worker's books.
   *
   * @param itemsBefore how many items the worker had been given before
   */
  Owed(Batch batch, long itemsBefore) {
    this.batch = batch;
    this.itemsBefore = itemsBefore;
  }

  Batch batch() {
    return batch;
  }

  /** Returns the ordinal of the first item in the life of the worker, from 1. */
  long firstOrdinal() {
    return itemsBefore + 1;
  }

  /** Returns the ordinal of the last item. */
  long lastOrdinal() {
    return itemsBefore + batch.count();
  }

  /** Returns how many items nobody has answered. */
  int open() {
    return batch.count() - answered;
  }

  /** Tells whether all results have come from the worker itself. */
  boolean isComplete() {
    return arrived == batch.count();
  }

  /** Tells whether items were answered for the worker that it has not answered itself. */
  boolean isAnsweredAhead() {
    return answered > arrived;
  }

  /** Tells whether the worker may still write so many results. */
  boolean expects(int results) {
    return arrived + results <= batch.count();
  }

  /** Returns the ordinal of the item whose result is the next to arrive. */
  long nextOrdinal() {
    return firstOrdinal() + arrived;
  }

  /** Tells whether somebody waits for the item whose result is the next to arrive. */
  boolean isNextOpen() {
    return arrived == answered && answered < batch.count();
  }

  /** Passes results on, but for those that were answered for the worker; returns how many. */
  int arrive(ResultRun run) {
    int results = run.count();
    run.at(batch, arrived);
    int late = Math.min(results, answered - arrived);
    arrived += results;
    if (late == results) {
      return 0;
    }
    answered = arrived;
    batch.sink().onResults(late == 0 ? run : run.without(late));
    return results - late;
  }

  /** Answers the item whose result is the next to arrive. */
  void failNext(Throwable cause) {
    batch.fail(answered++, cause);
  }

  /** Answers all that is open. */
  int failAll(Throwable cause) {
    int failed = open();
    batch.failFrom(answered, cause);
    answered = batch.count();
    return failed;
  }

  /** Returns what nobody has answered, for another worker. */
  Batch rest() {
    return batch.from(answered);
  }
}
