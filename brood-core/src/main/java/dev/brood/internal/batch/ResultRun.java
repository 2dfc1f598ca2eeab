package dev.brood.internal.batch;

import dev.brood.internal.util.NumberKind;
import org.jspecify.annotations.Nullable;

/**
 * Results of successive items of one batch, not yet decoded. Decoding runs users' code, so the
 * thread that wants the results does it, never the one that moves them.
 */
public abstract class ResultRun {

  private final int failures;
  private int count;
  private @Nullable Batch batch;
  private int item;
  private int unwanted;

  /** Holds so many results, of which so many are failures. */
  public ResultRun(int count, int failures) {
    this.count = count;
    this.failures = failures;
  }

  /** Says whose results these are: of the items of {@code batch} from {@code firstItem} on. */
  public final ResultRun at(Batch of, int firstItem) {
    batch = of;
    item = firstItem;
    return this;
  }

  /** Splits off the first results as a run of their own, so many and fewer than all. */
  public final ResultRun split(int results) {
    ResultRun first = splitOff(results);
    count -= results;
    return first;
  }

  /** Drops the first results, which nobody wants any more. */
  public final ResultRun without(int results) {
    item += results;
    unwanted = results;
    count -= results;
    return this;
  }

  /** Returns the index of the next item, in the numbering of the sink. */
  public final long nextIndex() {
    return batch().firstIndex() + item;
  }

  /** Returns how many results there are in all. */
  public final int count() {
    return count;
  }

  /** Returns how many of the results are failures. */
  public final int failures() {
    return failures;
  }

  /** Returns the next result: a value, or a {@link Failure}. For {@link #count()} times. */
  public final @Nullable Object next() {
    skipUnwanted();
    item++;
    return decode();
  }

  private void skipUnwanted() {
    for (; unwanted > 0; unwanted--) {
      var _ = decode();
    }
  }

  /**
   * Returns of what kind the next results are if they are numbers that {@link #nextNumbers} has
   * quickly, null otherwise. While {@link #count()} results were not returned.
   */
  public final @Nullable NumberKind numbers() {
    skipUnwanted();
    return kindOfNext();
  }

  /**
   * Decodes the next results as long as they are numbers of a kind, up to {@code most}, into an
   * array from {@code at} on. Counts for so many calls of {@link #next()} as it returns.
   */
  public final int nextNumbers(NumberKind kind, long[] into, int at, int most) {
    int count = decodeNumbers(kind, into, at, most);
    item += count;
    return count;
  }

  /** Tells whether the items can be run again. */
  public final boolean canRunAgain() {
    return batch().canRun();
  }

  /** Returns the item whose result was returned last, so that it can be run again. */
  public final Batch lastItem() {
    return batch().part(item - 1, item);
  }

  private Batch batch() {
    if (batch == null) {
      throw new IllegalStateException("nobody said whose results these are");
    }
    return batch;
  }

  protected abstract @Nullable Object decode();

  /** Returns the next results as a run of their own, which this one goes on behind. */
  protected ResultRun splitOff(int results) {
    throw new IllegalStateException("a run of count=" + count + " cannot be split");
  }

  protected @Nullable NumberKind kindOfNext() {
    return null;
  }

  protected int decodeNumbers(NumberKind kind, long[] into, int at, int most) {
    return 0;
  }

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
  public static ResultRun of(@Nullable Object result) {
    return new ResultRun(1, result instanceof Failure ? 1 : 0) {
      @Override
      protected @Nullable Object decode() {
        return result;
      }
    };
  }
}
