package dev.brood.samples.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RandomStreamsTest {
  @Test
  void aStreamFollowsFromSeedAndIndex() {
    assertThat(RandomStreams.of(7, 3).longs(100))
        .containsExactlyElementsOf(RandomStreams.of(7, 3).longs(100).boxed().toList());
  }

  @Test
  void noTwoStreamsShareANumber() {
    Set<Long> seen = new HashSet<>();
    for (long seed = 0; seed < 10; seed++) {
      for (long index = 0; index < 100; index++) {
        RandomStreams.of(seed, index).longs(100).forEach(seen::add);
      }
    }
    assertThat(seen).hasSize(10 * 100 * 100);
  }
}
