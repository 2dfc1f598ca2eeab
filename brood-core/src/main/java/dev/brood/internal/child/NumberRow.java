package dev.brood.internal.child;

import dev.brood.internal.codec.ValueReader;
import dev.brood.internal.codec.ValueWriter;
import dev.brood.internal.util.NumberKind;
import org.jspecify.annotations.Nullable;

/**
 * Some items that are numbers of one kind and are decoded together, since no code of users has a
 * part in that. For one thread.
 */
final class NumberRow {

  private static final int MOST = 64;

  private final long[] bits = new long[MOST];
  private NumberKind kind = NumberKind.INTEGER;

  /** Reads those that are next, up to {@code most} or as many as there is room for. */
  int read(ValueReader records, int most) {
    @Nullable NumberKind next = records.kindOfFramedNumber(ValueWriter.NO_TYPE);
    if (next == null) {
      return 0;
    }
    kind = next;
    return records.readFramedNumbers(ValueWriter.NO_TYPE, next, bits, 0, Math.min(most, MOST));
  }

  /** Returns a number. */
  Number get(int index) {
    return kind.box(bits[index]);
  }
}
