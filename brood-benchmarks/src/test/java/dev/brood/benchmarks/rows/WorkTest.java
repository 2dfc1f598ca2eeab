package dev.brood.benchmarks.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WorkTest {

  @Test
  void findsThePrimes() {
    assertThat(IntStream.range(0, 30).filter(Work::isPrime))
        .containsExactly(2, 3, 5, 7, 11, 13, 17, 19, 23, 29);
  }

  @Test
  void blocksMakeUpTheWhole() {
    assertThat(IntStream.range(0, 10).mapToLong(block -> Work.primesInBlock(1_000, block)).sum())
        .isEqualTo(1_229);
  }

  @Test
  void pointsMakePi() {
    assertThat(4.0 * Work.hitsInPart(1_000_000, 1) / 1_000_000).isCloseTo(Math.PI, within(0.01));
  }

  @Test
  void burningIsNotSkipped() {
    assertThat(Work.burn(1_000)).isNotEqualTo(Work.burn(1_001)).isEqualTo(Work.burn(1_000));
  }
}
