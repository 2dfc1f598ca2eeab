package dev.brood.system.program;

import dev.brood.pool.MapOptions;
import dev.brood.pool.Pool;
import java.util.stream.IntStream;

/** Shows how single calls and a map go by bars. */
public final class BarOwner {
  private BarOwner() {}

  public static void main(String[] args) {
    try (Pool pool = Pool.builder().inThisJvm().workers(1).progressBar("calls").build()) {
      for (int i = 0; i < 3; i++) {
        pool.apply(x -> x * x, i);
      }
      pool.map(
          x -> x * x, IntStream.range(0, 20).boxed().toList(), MapOptions.progressBar("squares"));
    }
  }
}
