package dev.brood.system.pool;

import dev.brood.pool.Pool;
import dev.brood.system.support.Waits;
import org.junit.jupiter.api.AfterEach;

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

  @AfterEach
  void endThreadsThatHeedNobody() {
    Waits.release();
  }
}
