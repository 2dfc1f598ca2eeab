package dev.brood.samples.pool;

import static java.util.Map.entry;

import dev.brood.pool.Pool;
import dev.brood.samples.support.Pause;
import dev.brood.samples.support.Stopwatch;
import java.util.List;

/** {@code starmap} maps a function of two arguments over pairs. */
public final class StarmapPower {
  static void main() {
    try (var pool = Pool.of(3)) {
      var watch = Stopwatch.start();
      var powers =
          pool.starmap(StarmapPower::power, List.of(entry(2, 2), entry(4, 3), entry(5, 5)));
      IO.println(powers + " in " + watch);
    }
  }

  static int power(int base, int exponent) {
    Pause.seconds(1);
    return (int) Math.pow(base, exponent);
  }
}
