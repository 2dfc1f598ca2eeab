package dev.brood.samples.pool;

import dev.brood.pool.MapOptions;
import dev.brood.pool.Pool;
import dev.brood.samples.support.Stopwatch;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Items travel in chunks. The size of a chunk changes the time that a map takes, never its result.
 */
public final class ChunkSize {
  static void main() {
    try (var pool = Pool.of(4)) {
      squares(pool, "default chunks", MapOptions.defaults());
      squares(pool, "chunks of 10,000", MapOptions.chunk(10_000));
      squares(pool, "chunks of 1", MapOptions.chunk(1));
    }
  }

  static void squares(Pool pool, String name, MapOptions options) {
    List<Integer> numbers = IntStream.range(0, 1_000_000).boxed().toList();
    var watch = Stopwatch.start();
    List<Long> squares = pool.map(ChunkSize::square, numbers, options);
    long sum = squares.stream().mapToLong(Long::longValue).sum();
    IO.println(name + ": " + squares.size() + " squares, sum " + sum + ", in " + watch);
  }

  static long square(int x) {
    return (long) x * x;
  }
}
