package dev.brood.benchmarks.report;

import dev.brood.benchmarks.Row;
import dev.brood.benchmarks.Unit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A finished row. A value is NaN where there is none.
 *
 * @param row what was measured
 * @param ours the median of our samples
 * @param peer who the peer was, if there was one
 * @param peerValue the median of the peer's samples
 * @param limit the median of the limit's samples
 * @param notes what the reader must know besides: sides that failed, rounds not run
 */
public record RowResult(
    Row row,
    double ours,
    @Nullable String peer,
    double peerValue,
    double limit,
    List<String> notes) {

  /** Copies the notes. */
  public RowResult {
    notes = List.copyOf(notes);
  }

  /** Returns how many times better ours is than the peer; above 1 is better. NaN without a peer. */
  public double ratio() {
    return unit().ratio(ours, peerValue);
  }

  /** Returns which part of the limit ours reaches: 1 is the limit itself. NaN without a limit. */
  public double shareOfLimit() {
    return unit().ratio(ours, limit);
  }

  /** Returns whether our own side was measured. */
  public boolean isMeasured() {
    return Double.isFinite(ours);
  }

  Unit unit() {
    return row.unit();
  }

  Optional<String> limitLabel() {
    return row.limit().map(Row.Limit::label);
  }
}
