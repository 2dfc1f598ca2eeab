package dev.brood.samples.pool;

import dev.brood.function.SerializableSupplier;
import dev.brood.pool.Pool;
import java.util.List;

/** Functions are values too: three different ones through one pool. */
public final class ManyFunctions {
  static void main() {
    List<SerializableSupplier<Integer>> calls =
        List.of(() -> increment(4), () -> decrement(2), () -> add(3, 4));
    try (var pool = Pool.of(3)) {
      IO.println(pool.map(SerializableSupplier::get, calls));
    }
  }

  static int increment(int x) {
    return x + 1;
  }

  static int decrement(int x) {
    return x - 1;
  }

  static int add(int x, int y) {
    return x + y;
  }
}
