package dev.brood.system.pool;

import dev.brood.jvm.StartMethod;
import dev.brood.pool.Pool;
import dev.brood.system.support.FromSpares;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/** Crashes of workers whose JVMs are taken from spares. */
@ExtendWith(FromSpares.class)
@Tag("chaos")
class SpareFaultTest extends FaultContract {
  @Override
  Pool.Builder builder() {
    return Pool.builder().startMethod(StartMethod.FORKSERVER);
  }

  @Override
  boolean startsJvms() {
    return false;
  }
}
