package dev.brood.system.pool;

import dev.brood.jvm.StartMethod;
import dev.brood.pool.Pool;
import dev.brood.system.support.Forked;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/** Workers that are forked. */
@ExtendWith(Forked.class)
@Tag("chaos")
class ForkedWorkerTest extends WorkerContract {
  @Override
  Pool.Builder builder() {
    return Pool.builder().startMethod(StartMethod.FORK);
  }
}
