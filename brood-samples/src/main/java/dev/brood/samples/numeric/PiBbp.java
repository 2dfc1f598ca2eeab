package dev.brood.samples.numeric;

import static java.math.BigDecimal.ONE;
import static java.math.BigDecimal.ZERO;

import dev.brood.pool.Pool;
import dev.brood.samples.support.Stopwatch;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;

/**
 * Pi to 1000, 1500 and 2000 digits by the formula of Bailey, Borwein and Plouffe: one after the
 * other, then all at once in a pool of three.
 */
public final class PiBbp {
  private static final BigDecimal SIXTEEN = BigDecimal.valueOf(16);

  static void main() {
    var digits = List.of(1000, 1500, 2000);

    var watch = Stopwatch.start();
    List<BigDecimal> one = digits.stream().map(PiBbp::pi).toList();
    IO.println("sequential: " + watch);

    watch = Stopwatch.start();
    try (var pool = Pool.of(3)) {
      List<BigDecimal> three = pool.map(PiBbp::pi, digits);
      IO.println("pool of 3: " + watch);
      IO.println("equal digits: " + one.equals(three));
      three.forEach(PiBbp::print);
    }
  }

  /** Returns pi with that many digits behind the point. */
  static BigDecimal pi(int digits) {
    var precise = new MathContext(digits + 10);
    BigDecimal sum = ZERO;
    BigDecimal power = ONE; // 16 to the minus k
    for (int k = 0; k <= digits; k++) {
      BigDecimal term =
          fraction(4, 8 * k + 1, precise)
              .subtract(fraction(2, 8 * k + 4, precise))
              .subtract(fraction(1, 8 * k + 5, precise))
              .subtract(fraction(1, 8 * k + 6, precise));
      sum = sum.add(power.multiply(term, precise), precise);
      power = power.divide(SIXTEEN, precise);
    }
    return sum.setScale(digits, RoundingMode.DOWN);
  }

  private static BigDecimal fraction(int numerator, int denominator, MathContext precise) {
    return BigDecimal.valueOf(numerator).divide(BigDecimal.valueOf(denominator), precise);
  }

  private static void print(BigDecimal pi) {
    String text = pi.toString();
    IO.println(
        pi.scale()
            + " digits: "
            + text.substring(0, 12)
            + "..."
            + text.substring(text.length() - 10));
  }
}
