package dev.brood.internal.supervise;

import dev.brood.exception.WorkerDeath;
import dev.brood.exception.WorkerDiedException;
import dev.brood.internal.batch.Batch;
import dev.brood.internal.batch.ResultRun;
import org.jspecify.annotations.Nullable;

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

  /** Items from here on were taken back: the worker passes over them. */
  private int end;

  /** How many items the worker has passed over. */
  private int skipped;

  /**
   * Puts a batch into a worker's books.
   *
   * @param itemsBefore how many items the worker had been given before
   */
  Owed(Batch batch, long itemsBefore) {
    this.batch = batch;
    this.itemsBefore = itemsBefore;
    this.end = batch.count();
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

  /** Returns how many items the worker still owes an answer to. */
  int open() {
    return end - answered;
  }

  /** Returns how many items the worker has run. */
  int ran() {
    return arrived - skipped;
  }

  /** Tells whether the worker is through with all items. */
  boolean isComplete() {
    return arrived == batch.count();
  }

  /** Tells whether items were answered for the worker that it has not answered itself. */
  boolean isAnsweredAhead() {
    return answered > arrived;
  }

  /** Returns how many results the worker may still write. */
  int expected() {
    return end - arrived;
  }

  /** Returns the ordinal of the item whose result is the next to arrive. */
  long nextOrdinal() {
    return firstOrdinal() + arrived;
  }

  /** Tells whether somebody waits for the item whose result is the next to arrive. */
  boolean isNextOpen() {
    return arrived == answered && answered < end;
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

  /** The worker has passed over an item; returns it if it is still to be run, for another. */
  @Nullable Batch skip() {
    boolean wanted = isNextOpen();
    int item = arrived++;
    skipped++;
    if (!wanted) {
      return null;
    }
    answered = arrived;
    return batch.from(item).upTo(1);
  }

  /**
   * Takes back what is open from an ordinal on, which the worker has not begun; null if none is.
   */
  @Nullable Batch takeBack(long ordinal) {
    int from = (int) Math.max(answered, ordinal - firstOrdinal());
    if (from >= end) {
      return null;
    }
    Batch back = batch.upTo(end).from(from);
    end = from;
    return back;
  }

  /**
   * Returns what the item whose result is the next to arrive fails with if the worker died of it.
   */
  WorkerDiedException diedAtNext(WorkerDeath death) {
    long index = batch.firstIndex() + arrived;
    return new WorkerDiedException(death, batch.terms().label(), index, batch.recording(arrived));
  }

  /** Answers the item whose result is the next to arrive. */
  void failNext(Throwable cause) {
    batch.fail(answered++, cause);
  }

  /** Answers all that is open. */
  int failAll(Throwable cause) {
    int failed = open();
    for (; answered < end; answered++) {
      batch.fail(answered, cause);
    }
    return failed;
  }

  /** Returns what nobody has answered, for another worker. */
  Batch rest() {
    return batch.upTo(end).from(answered);
  }
}
