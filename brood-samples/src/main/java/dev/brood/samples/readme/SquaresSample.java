package dev.brood.samples.readme;

import dev.brood.pool.Pool;
import java.util.List;

/** What the documentation of {@link Pool} shows. */
public final class SquaresSample {
  static void main() {
    // @start region="squares"
    try (var pool = Pool.of(4)) {
      List<Long> squares = pool.map(x -> x * x, List.of(1L, 2L, 3L));
      IO.println(squares);
    }
    // @end
  }
}
