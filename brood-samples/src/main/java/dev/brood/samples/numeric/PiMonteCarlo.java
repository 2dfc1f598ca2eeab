package dev.brood.samples.numeric;

import dev.brood.pool.Pool;
import dev.brood.pool.ProcessPoolExecutor;
import dev.brood.pool.TaskContext;
import dev.brood.samples.support.Options;
import dev.brood.samples.support.Stopwatch;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Pi from random points: how many of 100,000,000 in a square lie in the circle. One thread, a pool,
 * an executor; the random numbers of an item of the first map follow from the seed and its index,
 * so all find the same. Option: {@code --points}.
 */
public final class PiMonteCarlo {
  private static final int TASKS = 100;
  private static final long SEED = 31_415;

  static void main(String[] args) {
    int points = Options.of(args, "--points").number("--points", 100_000_000);
    int each = Math.ceilDiv(points, TASKS);
    List<Integer> tasks = IntStream.range(0, TASKS).boxed().toList();

    var watch = Stopwatch.start();
    long inside;
    double single;
    try (var thread = Pool.builder().workers(1).inThisJvm().seed(SEED).build()) {
      inside = sum(thread.map(_ -> inside(each), tasks));
      single = watch.seconds();
      print("single", inside, each, single, single);
    }

    watch = Stopwatch.start();
    try (var pool = Pool.builder().seed(SEED).build()) {
      inside = sum(pool.map(_ -> inside(each), tasks));
      print("pool of " + pool.workers(), inside, each, watch.seconds(), single);
    }

    watch = Stopwatch.start();
    try (var executor = ProcessPoolExecutor.builder().seed(SEED).build()) {
      inside = sum(executor.map(_ -> inside(each), tasks));
      String name = "executor of " + executor.pool().workers();
      print(name, inside, each, watch.seconds(), single);
    }
  }

  /** Counts the points of the running task that lie in the circle. */
  static long inside(int points) {
    var random = TaskContext.current().random();
    long inside = 0;
    for (int i = 0; i < points; i++) {
      double x = random.nextDouble();
      double y = random.nextDouble();
      if (x * x + y * y <= 1) {
        inside++;
      }
    }
    return inside;
  }

  private static long sum(List<Long> counts) {
    return counts.stream().mapToLong(Long::longValue).sum();
  }

  private static void print(String name, long inside, int each, double seconds, double single) {
    double pi = 4.0 * inside / ((long) TASKS * each);
    IO.println(
        String.format(
            Locale.ROOT,
            "%s: pi = %.6f in %.2f s, speed-up %.2f",
            name,
            pi,
            seconds,
            single / seconds));
  }
}
