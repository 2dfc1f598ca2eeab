package dev.brood.benchmarks.harness;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Asks the sides of a row in turn, so that whatever else happens on the machine hits all of them
 * alike.
 *
 * <p>A side that fails is left out from then on and has no result; when the first side fails, the
 * row is over. When the time is over, what was measured until then counts.
 */
final class Interleaver {

  private final List<Side> sides;
  private final Map<Side, List<Double>> samples = new HashMap<>();
  private final List<String> notes = new ArrayList<>();

  /** Creates it for sides that are ready, ours first. */
  Interleaver(List<Side> sides) {
    this.sides = new ArrayList<>(sides);
    sides.forEach(side -> samples.put(side, new ArrayList<>()));
  }

  /** Takes {@code warmups} samples of each side for nothing and then {@code rounds} that count. */
  void run(int warmups, int rounds, Deadline deadline) throws InterruptedException {
    for (int round = -warmups; round < rounds; round++) {
      for (Side side : List.copyOf(sides)) {
        try {
          double value = side.sample(deadline);
          if (round >= 0) {
            samples(side).add(value);
          }
        } catch (SideFailedException failure) {
          notes.add(String.valueOf(failure.getMessage()));
          if (deadline.hasPassed()) {
            notes.add("stopped in round %d of %d".formatted(Math.max(0, round + 1), rounds));
            return;
          }
          boolean first = side.equals(sides.getFirst());
          sides.remove(side);
          samples(side).clear();
          if (first) {
            return;
          }
        }
      }
    }
  }

  /** Returns the median of a side's samples; NaN if it has none. */
  double median(Side side) {
    return Statistics.median(samples(side));
  }

  /** Returns what went wrong. */
  List<String> notes() {
    return notes;
  }

  private List<Double> samples(Side side) {
    List<Double> taken = samples.get(side);
    if (taken == null) {
      throw new IllegalArgumentException("not a side of this row: " + side.label());
    }
    return taken;
  }
}
