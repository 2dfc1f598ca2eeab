package dev.brood.internal.supervise;

import org.jspecify.annotations.Nullable;

/**
 * Results of successive items of one batch, not yet decoded. Decoding runs users' code, so the
 * thread that wants the results does it, never the one that moves them.
 */
public abstract class ResultRun {

  private final long firstIndex;
  private final int count;

  ResultRun(long firstIndex, int count) {
    this.firstIndex = firstIndex;
    this.count = count;
  }

  /** Returns the index of the first item, in the numbering of the sink. */
  public final long firstIndex() {
    return firstIndex;
  }

  /** Returns how many results there are. */
  public final int count() {
    return count;
  }

  /** Tells whether the next result may be a {@link Failure}, without decoding it. */
  public boolean mayHaveFailed() {
    return true;
  }

  /**
   * Decodes the next result: a value, or a {@link Failure}. To be called {@link #count()} times.
   */
  public abstract @Nullable Object next();

  /**
   * Decodes the next results into the beginning of an array. Counts for so many calls of {@link
   * #next()}.
   *
   * @return whether there is a {@link Failure} among them
   */
  public boolean next(@Nullable Object[] into, int results) {
    boolean failed = false;
    for (int i = 0; i < results; i++) {
      @Nullable Object result = next();
      into[i] = result;
      failed |= result instanceof Failure;
    }
    return failed;
  }

  /** A single result that needs no decoding. */
  static ResultRun of(long index, @Nullable Object result) {
    return new ResultRun(index, 1) {
      @Override
      public @Nullable Object next() {
        return result;
      }
    };
  }
}
