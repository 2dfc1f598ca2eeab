package dev.brood.samples.pool;

import static java.util.stream.Collectors.joining;

import dev.brood.pool.Pool;
import dev.brood.pool.TaskContext;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Random numbers that do not depend on the number of workers: each task draws from a stream that
 * follows from the pool's seed and the task's own index.
 */
public final class RandomSeeds {
  private static final long SEED = 42;

  static void main() {
    var onTwo = draw(2, SEED);
    onTwo.forEach(IO::println);
    IO.println("different streams: " + onTwo.stream().distinct().count() + " of " + onTwo.size());
    IO.println(
        "same numbers on 1, 2 and 3 workers: "
            + (onTwo.equals(draw(1, SEED)) && onTwo.equals(draw(3, SEED))));
    IO.println("same numbers with another seed: " + onTwo.equals(draw(2, SEED + 1)));
  }

  // @start region="seed"
  static List<String> draw(int workers, long seed) {
    try (var pool = Pool.builder().workers(workers).seed(seed).build()) {
      return pool.map(RandomSeeds::numbers, IntStream.range(0, 6).boxed().toList());
    }
  }

  static String numbers(int task) {
    return TaskContext.current()
        .random()
        .ints(5, 0, 1000)
        .mapToObj("%4d"::formatted)
        .collect(joining());
  }

  // @end
}
