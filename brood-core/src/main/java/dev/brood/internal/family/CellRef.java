package dev.brood.internal.family;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * How a {@link Cell} travels: where it is, and which of the cells that stood there one after the
 * other.
 *
 * @param file the file of its slab
 * @param offset where in the slab
 * @param round the how manieth cell in this place
 */
public record CellRef(String file, long offset, int round) implements Serializable {

  // By hand, as a key of the first map: what the JDK makes of a record costs a child 20 ms.

  @Override
  public boolean equals(@Nullable Object object) {
    return object instanceof CellRef other
        && offset == other.offset
        && round == other.round
        && file.equals(other.file);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * file.hashCode() + Long.hashCode(offset)) + round;
  }
}
