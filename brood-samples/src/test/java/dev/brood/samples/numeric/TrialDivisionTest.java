package dev.brood.samples.numeric;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TrialDivisionTest {
  @Test
  void knowsTheSmallPrimes() {
    assertThat(IntStream.range(-3, 30).filter(TrialDivision::isPrime))
        .containsExactly(2, 3, 5, 7, 11, 13, 17, 19, 23, 29);
  }

  @Test
  void isNotFooledBySquaresOrByTheLargestInt() {
    assertThat(TrialDivision.isPrime(46_337 * 46_337)).isFalse();
    assertThat(TrialDivision.isPrime(Integer.MAX_VALUE)).isTrue();
  }
}
