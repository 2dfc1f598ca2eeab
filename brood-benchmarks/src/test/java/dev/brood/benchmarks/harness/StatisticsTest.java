package dev.brood.benchmarks.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class StatisticsTest {

  @Test
  void theMedianIsTheMiddleOne() {
    assertThat(Statistics.median(9, 1, 5)).isEqualTo(5);
    assertThat(Statistics.median(List.of(3.0))).isEqualTo(3);
  }

  @Test
  void ofAnEvenNumberItIsBetweenTheMiddleTwo() {
    assertThat(Statistics.median(4, 1, 100, 2)).isEqualTo(3);
  }

  @Test
  void ofNothingThereIsNone() {
    assertThat(Statistics.median()).isNaN();
    assertThat(Statistics.median(List.of())).isNaN();
  }

  @Test
  void leavesTheSamplesInTheirOrder() {
    double[] samples = {3, 1, 2};
    assertThat(Statistics.median(samples)).isEqualTo(2);
    assertThat(samples).containsExactly(3, 1, 2);
  }
}
