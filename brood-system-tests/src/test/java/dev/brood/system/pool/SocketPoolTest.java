package dev.brood.system.pool;

import dev.brood.pool.Pool;

/** Pools of child JVMs that exchange bytes by a socket alone. */
class SocketPoolTest
    implements PoolBalance,
        PoolCalls,
        PoolMaps,
        PoolStreams,
        PoolSharing,
        PoolEnding,
        PoolForcedEnds,
        PoolDescendants,
        PoolLimits,
        PoolNumbers,
        PoolStopping,
        PoolRetries,
        PoolOutcomes,
        PoolProgress,
        PoolLocals {
  @Override
  public Pool.Builder builder() {
    return Pool.builder().transport(Pool.Transport.SOCKET);
  }
}
