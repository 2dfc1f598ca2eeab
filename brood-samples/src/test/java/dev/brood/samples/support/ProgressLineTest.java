package dev.brood.samples.support;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProgressLineTest {
  @Test
  void tellsRateAndTimeLeft() {
    assertThat(ProgressLine.text("files", 1_500, 6_000, 3))
        .isEqualTo("files: 1,500/6,000 (25 %), 500/s, 9.0 s left");
  }
}
