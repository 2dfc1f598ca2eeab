package dev.brood.samples.pool;

import static java.util.stream.Collectors.joining;

import dev.brood.pool.Pool;
import dev.brood.samples.support.RandomStreams;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Random numbers that do not depend on the number of workers: each task draws from a stream that
 * follows from the seed and the task's own index.
 */
public final class RandomSeeds {
  private static final long SEED = 42;

  static void main() {
    var onTwo = draw(2);
    onTwo.forEach(IO::println);
    IO.println("different streams: " + onTwo.stream().distinct().count() + " of " + onTwo.size());
    IO.println(
        "same numbers on 1, 2 and 3 workers: " + (onTwo.equals(draw(1)) && onTwo.equals(draw(3))));
  }

  static List<String> draw(int workers) {
    try (var pool = Pool.of(workers)) {
      return pool.map(RandomSeeds::numbers, IntStream.range(0, 6).boxed().toList());
    }
  }

  static String numbers(int task) {
    return RandomStreams.of(SEED, task)
        .ints(5, 0, 1000)
        .mapToObj("%4d"::formatted)
        .collect(joining());
  }
}
