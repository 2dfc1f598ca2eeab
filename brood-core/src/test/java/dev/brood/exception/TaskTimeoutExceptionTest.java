package dev.brood.exception;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TaskTimeoutExceptionTest {

  @Test
  void theMessageTellsTheLimitAsItIs() {
    assertThat(late(Duration.ofMillis(1_500))).hasMessageContaining("longer than 1500 ms");
    assertThat(late(Duration.ofNanos(500_000))).hasMessageContaining("longer than 500000 ns");
  }

  private static TaskTimeoutException late(Duration allowed) {
    return new TaskTimeoutException(TaskTimeoutException.Limit.TIMEOUT, allowed, null, 0, -1);
  }
}
