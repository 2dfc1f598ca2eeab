package dev.brood.system.pool;

import dev.brood.pool.Pool;

/** Upkeep of workers behind rings in shared memory. */
class RingUpkeepTest extends UpkeepContract {
  @Override
  Pool.Builder builder() {
    return Pool.builder().transport(Pool.Transport.RING);
  }
}
