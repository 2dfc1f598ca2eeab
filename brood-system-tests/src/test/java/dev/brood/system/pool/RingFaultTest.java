package dev.brood.system.pool;

import dev.brood.pool.Pool;

/** Crashes of workers behind rings in shared memory. */
class RingFaultTest extends FaultContract {
  @Override
  Pool.Builder builder() {
    return Pool.builder().transport(Pool.Transport.RING);
  }
}
