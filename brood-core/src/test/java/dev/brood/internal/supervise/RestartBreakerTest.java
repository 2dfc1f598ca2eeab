package dev.brood.internal.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RestartBreakerTest {

  private final RestartBreaker breaker =
      new RestartBreaker(new PoolSettings.MaxDeaths(3, 1_000_000_000));

  @Test
  void givesUpAtTheFourthDeathWithinTheSpan() {
    for (int i = 0; i < 3; i++) {
      breaker.died(i * 100_000_000L);
      assertThat(breaker.verdict()).isNull();
    }
    breaker.died(1_000_000_000);
    assertThat(breaker.verdict()).contains("dead workers=4", "1000 ms", "restartLimit");
  }

  @Test
  void aSpanBelowAMillisecondIsToldAsItIs() {
    RestartBreaker strict = new RestartBreaker(new PoolSettings.MaxDeaths(1, 500_000));
    strict.died(0);
    strict.died(0);
    assertThat(strict.verdict()).contains("within 500000 ns");
  }

  @Test
  void deathsBeforeTheSpanDoNotCount() {
    for (int i = 0; i < 100; i++) {
      breaker.died(i * 333_333_334L);
      assertThat(breaker.verdict()).isNull();
    }
  }

  @Test
  void givesUpAfterThreeFailedStartsInARow() {
    breaker.startFailed();
    breaker.startFailed();
    assertThat(breaker.verdict()).isNull();
    breaker.worked();
    breaker.startFailed();
    breaker.startFailed();
    assertThat(breaker.verdict()).isNull();
    breaker.startFailed();
    assertThat(breaker.verdict()).contains("failed starts=3");
  }
}
