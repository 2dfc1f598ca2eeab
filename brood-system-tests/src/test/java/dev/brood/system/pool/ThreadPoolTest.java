package dev.brood.system.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brood.pool.Pool;
import dev.brood.system.support.Waits;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Pools of threads in this JVM. */
class ThreadPoolTest
    implements PoolBalance,
        PoolCalls,
        PoolMaps,
        PoolStreams,
        PoolSharing,
        PoolEnding,
        PoolLimits,
        PoolNumbers,
        PoolStopping,
        PoolRetries,
        PoolOutcomes,
        PoolProgress,
        PoolLocals {
  @Override
  public Pool.Builder builder() {
    return Pool.builder().inThisJvm();
  }

  /** Thrown again and again. */
  @SuppressWarnings("StaticAssignmentOfThrowable") // the point of the test
  private static final IllegalStateException ONE = new IllegalStateException("always the same");

  @Test
  void anObjectThatIsThrownAgainDoesNotGrow() {
    Set<Integer> lengths = new HashSet<>();
    for (int i = 0; i < 20; i++) {
      try (Pool pool = pool(1)) {
        for (int call = 0; call < 5; call++) {
          assertThatThrownBy(() -> pool.apply(ThreadPoolTest::failWithTheOne)).isSameAs(ONE);
          lengths.add(ONE.getStackTrace().length);
          var future = pool.applyAsync(ThreadPoolTest::failWithTheOne);
          Waits.until("its end", future::isDone);
        }
      }
    }
    assertThat(lengths).hasSize(1);
  }

  private static int failWithTheOne() {
    throw ONE;
  }

  @Test
  void aFailureTellsOfAllThreadsThatItHasPassed() {
    try (Pool inner = pool(1);
        Pool outer = pool(1)) {
      assertThatThrownBy(() -> outer.apply(() -> inner.apply(PoolTasks::failOn13, 13)))
          .satisfies(failure ->
              assertThat(Arrays.toString(failure.getStackTrace()))
                  .containsSubsequence(
                      "failOn13", inner.name(), "apply", outer.name(), "apply", "ThreadPoolTest"));
    }
  }

  /** A failure whose stack trace cannot be asked for. */
  private static final class Secretive extends RuntimeException {
    private static final long serialVersionUID = 1L;

    @Override
    public StackTraceElement[] getStackTrace() {
      throw new IllegalStateException("a secret");
    }
  }

  @Test
  void aFailureThatHidesItsStackTraceFailsItsTaskOnly() {
    try (Pool pool = pool(1)) {
      assertThatThrownBy(
              () -> {
                var future =
                    pool.applyAsync(() -> {
                      throw new Secretive();
                    });
                Waits.until("its end", future::isDone);
                throw future.exceptionNow();
              })
          .isInstanceOf(Secretive.class);
      assertThat(pool.stats().died()).isZero();
      assertThat(pool.apply(PoolTasks::square, 3)).isEqualTo(9);
    }
  }

  @AfterEach
  void endThreadsThatHeedNobody() {
    Waits.release();
  }
}
