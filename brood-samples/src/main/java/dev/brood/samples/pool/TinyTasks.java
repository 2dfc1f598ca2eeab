package dev.brood.samples.pool;

import dev.brood.pool.Pool;
import dev.brood.samples.support.Stopwatch;
import java.util.List;
import java.util.stream.IntStream;

/** When not to use a pool: to send so small a task costs far more than to do it. */
public final class TinyTasks {
  static void main() {
    List<Integer> numbers = IntStream.range(0, 100).boxed().toList();

    var inline = Stopwatch.start();
    List<Integer> here = numbers.stream().map(TinyTasks::next).toList();
    double inlineSeconds = inline.seconds();

    var pooled = Stopwatch.start();
    try (var pool = Pool.of(4)) {
      double start = pooled.seconds();
      List<Integer> there = pool.map(TinyTasks::next, numbers);
      double map = pooled.seconds() - start;
      IO.println("same results: " + here.equals(there));
      print("inline", inlineSeconds);
      print("pool: start", start);
      print("pool: map", map);
    }
  }

  static int next(int x) {
    return x + 1;
  }

  static void print(String name, double seconds) {
    System.out.printf("%-12s %8.2f ms%n", name, seconds * 1000);
  }
}
