package dev.brood.system.pool;

import dev.brood.jvm.StartMethod;
import dev.brood.pool.Pool;
import dev.brood.system.support.Forked;
import org.junit.jupiter.api.Tag;
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
}
