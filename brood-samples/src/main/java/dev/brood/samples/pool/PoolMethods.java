package dev.brood.samples.pool;

import static java.util.Map.entry;

import dev.brood.pool.Pool;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** The methods of a pool, one line each. */
public final class PoolMethods {
  static void main() throws Exception {
    List<Integer> numbers = IntStream.range(0, 100).boxed().toList();
    try (var pool = Pool.of(4)) {
      // All results at once, as a list in input order.
      List<Integer> squares = pool.map(PoolMethods::square, numbers);
      IO.println("map: " + squares.size() + " squares, sum " + sum(squares));
      // One by one, lazily: in input order, or in the order of completion.
      List<Integer> inOrder = pool.imap(PoolMethods::square, numbers).toList();
      IO.println("imap: sum " + sum(inOrder) + ", the same list: " + inOrder.equals(squares));
      List<Integer> asDone = pool.imapUnordered(PoolMethods::square, numbers).toList();
      boolean same = asDone.stream().sorted().toList().equals(squares);
      IO.println("imapUnordered: sum " + sum(asDone) + ", the same list when sorted: " + same);
      // One call, to be waited for later.
      var later = pool.applyAsync(PoolMethods::square, 42);
      IO.println("applyAsync: " + later.get(5, TimeUnit.SECONDS));
      // Two arguments.
      var pairs = List.of(entry(1, 2), entry(3, 4), entry(5, 6));
      IO.println("starmap: " + pool.starmap(PoolMethods::power, pairs));
    }
  }

  static int sum(List<Integer> squares) {
    return squares.stream().mapToInt(Integer::intValue).sum();
  }

  static int square(int x) {
    return x * x;
  }

  static int power(int base, int exponent) {
    return (int) Math.pow(base, exponent);
  }
}
