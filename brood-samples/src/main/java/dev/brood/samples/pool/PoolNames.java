package dev.brood.samples.pool;

import dev.brood.pool.Pool;
import dev.brood.samples.support.Pause;
import java.util.List;

/** Results come in the order of the input, whichever worker is ready first. */
public final class PoolNames {
  static void main() {
    var names = List.of("Amelia", "Ben", "Cleo", "Dan"); // the longer the name, the longer it takes
    try (var pool = Pool.of(4)) {
      pool.map(PoolNames::greet, names).forEach(IO::println);
    }
  }

  static String greet(String name) {
    Pause.seconds(0.2 * name.length());
    IO.println("finished " + name);
    return "hello, " + name;
  }
}
