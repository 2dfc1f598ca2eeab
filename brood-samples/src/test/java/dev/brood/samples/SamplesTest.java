package dev.brood.samples;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SamplesTest {
  @Test
  void namesAreUniqueAndEasyToType() {
    assertThat(Samples.all())
        .extracting(Sample::name)
        .doesNotHaveDuplicates()
        .allMatch(name -> name.matches("[a-z][a-z0-9-]*"));
  }

  @Test
  void primesAreCountedRight() {
    assertThat(java.util.stream.IntStream.range(0, 100).filter(Primes::isPrime).count())
        .isEqualTo(25);
  }
}
