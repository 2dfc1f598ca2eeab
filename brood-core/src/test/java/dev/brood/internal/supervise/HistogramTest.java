package dev.brood.internal.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HistogramTest {

  private final Histogram histogram = new Histogram();

  @Test
  void isZeroWhenNothingWasCounted() {
    assertThat(histogram.percentile(0.5)).isZero();
    histogram.add(1_000, 0);
    assertThat(histogram.percentile(0.99)).isZero();
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 7, 8, 9, 15, 16, 17, 1_000, 123_456_789, Long.MAX_VALUE})
  void isExactToAnEighth(long nanos) {
    histogram.add(nanos, 3);
    long told = histogram.percentile(0.5);
    assertThat(told).isGreaterThanOrEqualTo(nanos);
    assertThat((double) (told - nanos)).isLessThanOrEqualTo(nanos / 8.0);
  }

  @Test
  void takesANegativeDurationForNone() {
    histogram.add(-5, 1);
    assertThat(histogram.percentile(1)).isZero();
  }

  @Test
  void percentilesAreThoseOfTheSortedDurations() {
    Random random = new Random(7);
    long[] all = new long[10_000];
    for (int i = 0; i < all.length; i++) {
      all[i] = (long) Math.exp(random.nextDouble() * 25);
      histogram.add(all[i], 1);
    }
    Arrays.sort(all);
    for (double share : new double[] {0.01, 0.5, 0.9, 0.99, 1}) {
      long exact = all[(int) Math.ceil(all.length * share) - 1];
      assertThat(histogram.percentile(share)).isBetween(exact, exact + exact / 8 + 1);
    }
  }

  @Test
  void countsManyAtOnce() {
    histogram.add(100, 98);
    histogram.add(1_000_000, 2);
    assertThat(histogram.percentile(0.9)).isLessThan(120);
    assertThat(histogram.percentile(0.99)).isGreaterThanOrEqualTo(1_000_000);
  }
}
