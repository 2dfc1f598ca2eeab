package dev.brood.manager;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.brood.jvm.StartMethod;
import dev.brood.pool.Pool;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/** What a builder refuses, at the call. */
class ManagerBuilderTest {

  private final ManagerBuilder builder = Manager.builder();

  @Test
  void refusesAStartMethodThatDoesNotWorkHereAsAPoolDoes() {
    Throwable ofPool =
        Assertions.catchThrowable(() -> Pool.builder().startMethod(StartMethod.FORK));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.startMethod(StartMethod.FORK))
        .withMessageStartingWith("startMethod=FORK is not available")
        .withMessage(ofPool.getMessage());
  }
}
