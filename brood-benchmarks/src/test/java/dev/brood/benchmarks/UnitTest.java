package dev.brood.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class UnitTest {

  @Test
  void aShorterTimeIsARatioAboveOne() {
    assertThat(Unit.MICROSECONDS.ratio(10, 240)).isCloseTo(24, within(1e-9));
    assertThat(Unit.MILLISECONDS.ratio(70, 35)).isCloseTo(0.5, within(1e-9));
  }

  @Test
  void aHigherRateIsARatioAboveOne() {
    assertThat(Unit.PER_SECOND.ratio(400, 100)).isCloseTo(4, within(1e-9));
    assertThat(Unit.MEGABYTES_PER_SECOND.ratio(50, 100)).isCloseTo(0.5, within(1e-9));
  }

  @Test
  void whatIsNotMeasuredHasNoRatio() {
    assertThat(Unit.PER_SECOND.ratio(400, Double.NaN)).isNaN();
    assertThat(Unit.CORE_PERCENT.ratio(0, 1)).isNaN();
  }
}
