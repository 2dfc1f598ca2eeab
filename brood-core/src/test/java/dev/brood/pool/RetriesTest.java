package dev.brood.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.brood.exception.WorkerDeath;
import dev.brood.exception.WorkerDiedException;
import dev.brood.internal.batch.Failure;
import dev.brood.internal.call.RetryPolicy;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RetriesTest {

  private final Failure error = Failure.ofTask(new IllegalStateException("on purpose"), 1);
  private final WorkerDiedException died =
      new WorkerDiedException(new WorkerDeath("worker", 1, 1, 0, "", List.of(), null));
  private final Failure death = Failure.ofPool(died);

  @Test
  void noRetriesAreTheDefault() {
    assertThat(Retries.none().policy()).isSameAs(RetryPolicy.NONE);
    assertThat(Retries.onTaskError(0).withWorkerDeaths(0).policy()).isSameAs(RetryPolicy.NONE);
    assertThat(TaskOptions.defaults().retryPolicy()).isSameAs(RetryPolicy.NONE);
  }

  @Test
  void errorsAndDeathsHaveBudgetsOfTheirOwn() {
    RetryPolicy policy = Retries.onTaskError(2).withWorkerDeaths(1).policy();
    assertThat(policy.delay(error, 1, 0)).isEqualTo(Duration.ZERO);
    assertThat(policy.delay(error, 2, 5)).isEqualTo(Duration.ZERO);
    assertThat(policy.delay(error, 3, 0)).isNull();
    assertThat(policy.delay(death, 9, 1)).isEqualTo(Duration.ZERO);
    assertThat(policy.delay(death, 0, 2)).isNull();
    assertThat(Retries.onWorkerDeath(1).policy().delay(error, 1, 0)).isNull();
  }

  @Test
  void aDeathThatTheTaskTellsOfIsAnErrorOfTheTask() {
    RetryPolicy policy = Retries.onTaskError(1).policy();
    assertThat(policy.delay(Failure.ofTask(died, 1), 1, 0)).isEqualTo(Duration.ZERO);
    assertThat(policy.delay(death, 0, 1)).isNull();
  }

  @Test
  void thePauseDoublesUpToTheLongest() {
    RetryPolicy policy =
        Retries.onTaskError(100)
            .withBackoff(Duration.ofMillis(100), Duration.ofMillis(750))
            .policy();
    long[] expected = {100, 200, 400, 750, 750};
    for (int i = 0; i < expected.length; i++) {
      assertThat(policy.delay(error, i + 1, 0)).isEqualTo(Duration.ofMillis(expected[i]));
    }
    assertThat(policy.delay(error, 99, 0)).isEqualTo(Duration.ofMillis(750));
  }

  @Test
  void thePauseCanBeAsLongAsDurationsAre() {
    Duration longest = Duration.ofSeconds(Long.MAX_VALUE);
    RetryPolicy policy =
        Retries.onTaskError(1_000).withBackoff(Duration.ofDays(1), longest).policy();
    assertThat(policy.delay(error, 999, 0)).isEqualTo(longest);
  }

  @Test
  void onlyWhatIsWorthwhileIsTriedAgain() {
    RetryPolicy policy = Retries.onTaskError(3).when(IOException.class::isInstance).policy();
    assertThat(policy.delay(Failure.ofTask(new IOException(), 1), 1, 0)).isEqualTo(Duration.ZERO);
    assertThat(policy.delay(error, 1, 0)).isNull();
  }

  @Test
  void saysWhatIsWrong() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Retries.onTaskError(-1))
        .withMessageContaining("taskErrors=-1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Retries.onWorkerDeath(-2))
        .withMessageContaining("workerDeaths=-2");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> Retries.onTaskError(1).withBackoff(Duration.ofSeconds(2), Duration.ofSeconds(1)))
        .withMessageContaining("first=PT2S");
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            Retries.onTaskError(1).withBackoff(Duration.ofSeconds(-2), Duration.ofSeconds(1)));
  }
}
