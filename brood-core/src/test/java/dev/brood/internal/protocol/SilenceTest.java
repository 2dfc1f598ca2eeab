package dev.brood.internal.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SilenceTest {

  private static final int ALLOWED = 4;

  private final Silence silence = new Silence(4_000);

  private void lookQuietly(int times) {
    for (int i = 0; i < times; i++) {
      assertThat(silence.isTooLong(7, true)).isFalse();
    }
  }

  @Test
  void isTooLongAfterMoreLooksThanFitIntoThePatience() {
    assertThat(silence.interval()).isEqualTo(4_000 / ALLOWED);
    lookQuietly(1 + ALLOWED);
    assertThat(silence.isTooLong(7, true)).isTrue();
  }

  @Test
  void beginsAnewWhenSomethingComes() {
    lookQuietly(1 + ALLOWED);
    assertThat(silence.isTooLong(8, true)).isFalse();
    assertThat(silence.isTooLong(8, true)).isFalse();
  }

  @Test
  void isNoneWhileNothingIsDue() {
    lookQuietly(1 + ALLOWED);
    assertThat(silence.isTooLong(7, false)).isFalse();
    lookQuietly(ALLOWED);
  }
}
