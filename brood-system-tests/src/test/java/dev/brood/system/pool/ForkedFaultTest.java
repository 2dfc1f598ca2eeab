package dev.brood.system.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brood.jvm.StartMethod;
import dev.brood.pool.Pool;
import dev.brood.system.support.Forked;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Crashes of workers that are forked. */
@ExtendWith(Forked.class)
@Tag("chaos")
class ForkedFaultTest extends FaultContract {
  @Override
  Pool.Builder builder() {
    return Pool.builder().startMethod(StartMethod.FORK);
  }

  @Override
  boolean startsJvms() {
    return false;
  }

  /** It is copied with the state of the program, and not written and read. */
  @Override
  @Test
  void anArgumentOfTheInitializerThatCannotBeReadFailsThePool() {
    Trap argument = new Trap(Crash.EXCEPTION, false);
    try (Pool pool = quiet().initializer(each -> {}, argument).build()) {
      assertThat(pool.apply(PoolTasks::square, 3)).isEqualTo(9);
    }
  }
}
