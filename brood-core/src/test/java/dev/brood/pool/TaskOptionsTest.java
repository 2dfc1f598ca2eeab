package dev.brood.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.brood.internal.batch.TaskTerms;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TaskOptionsTest {

  @Test
  void whatATaskDoesNotSayIsAsThePoolHasIt() {
    TaskOptions pool =
        TaskOptions.defaults()
            .withLabel("pool")
            .withTimeout(Duration.ofSeconds(3))
            .withPriority(4)
            .withRetries(Retries.onTaskError(2));
    TaskOptions task =
        TaskOptions.defaults().withLabel("task").withStallTimeout(Duration.ofDays(1));
    TaskOptions both = task.or(pool);
    assertThat(both.label()).isEqualTo("task");
    assertThat(both.timeout()).isEqualTo(Duration.ofSeconds(3));
    assertThat(both.stallTimeout()).isEqualTo(Duration.ofDays(1));
    assertThat(both.softTimeout()).isNull();
    assertThat(both.priority()).isEqualTo(4);
    assertThat(both.retries()).isEqualTo(pool.retries());
  }

  @Test
  void aTaskMayGoWithoutTheLimitsOfThePool() {
    TaskOptions pool = TaskOptions.defaults().withTimeout(Duration.ofSeconds(3)).withPriority(5);
    TaskTerms terms =
        TaskOptions.defaults().withTimeout(Duration.ZERO).withPriority(0).or(pool).terms();
    assertThat(terms.timeoutNanos()).isZero();
    assertThat(terms.priority()).isZero();
  }

  @Test
  void becomesTheTermsOfTheSupervisor() {
    TaskTerms terms =
        TaskOptions.defaults()
            .withLabel("task")
            .withPriority(-1)
            .withTimeout(Duration.ofNanos(3))
            .withSoftTimeout(Duration.ofNanos(2))
            .withStallTimeout(Duration.ofNanos(1))
            .terms();
    assertThat(terms).isEqualTo(new TaskTerms("task", -1, 2, 3, 1));
    assertThat(TaskOptions.defaults().terms()).isSameAs(TaskTerms.NONE);
  }

  @Test
  void aLimitThatNobodyLivesToSeeIsNone() {
    TaskOptions longest = TaskOptions.defaults().withTimeout(Duration.ofSeconds(Long.MAX_VALUE));
    assertThat(longest.terms().timeoutNanos()).isZero();
  }

  @Test
  void noLimitIsNegative() {
    Duration negative = Duration.ofMillis(-1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TaskOptions.defaults().withTimeout(negative))
        .withMessageContaining("timeout=PT-0.001S");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TaskOptions.defaults().withSoftTimeout(negative))
        .withMessageContaining("softTimeout=");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TaskOptions.defaults().withStallTimeout(negative))
        .withMessageContaining("stallTimeout=");
  }
}
