package dev.brood.samples.numeric;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PiBbpTest {
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 10, 100, 1000, 1500, 2000})
  void agreesWithMachin(int digits) {
    assertThat(PiBbp.pi(digits)).isEqualTo(machin(digits));
  }

  /** Pi = 16 arctan(1/5) - 4 arctan(1/239), in whole numbers. */
  private static BigDecimal machin(int digits) {
    BigInteger guard = BigInteger.TEN.pow(10);
    BigInteger one = BigInteger.TEN.pow(digits).multiply(guard);
    BigInteger pi =
        arctanOfInverse(5, one)
            .multiply(BigInteger.valueOf(16))
            .subtract(arctanOfInverse(239, one).multiply(BigInteger.valueOf(4)));
    return new BigDecimal(pi.divide(guard), digits);
  }

  private static BigInteger arctanOfInverse(int x, BigInteger one) {
    BigInteger square = BigInteger.valueOf((long) x * x);
    BigInteger power = one.divide(BigInteger.valueOf(x));
    BigInteger sum = BigInteger.ZERO;
    for (int n = 1; power.signum() != 0; n += 2) {
      BigInteger term = power.divide(BigInteger.valueOf(n));
      sum = n % 4 == 1 ? sum.add(term) : sum.subtract(term);
      power = power.divide(square);
    }
    return sum;
  }
}
