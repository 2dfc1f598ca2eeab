package dev.brood.system.pool;

import dev.brood.pool.Pool;

/** Storms of deaths of workers behind rings in shared memory. */
class RingStormTest extends StormContract {
  @Override
  Pool.Builder builder() {
    return Pool.builder().transport(Pool.Transport.RING);
  }
}
