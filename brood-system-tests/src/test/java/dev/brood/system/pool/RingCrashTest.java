package dev.brood.system.pool;

import dev.brood.pool.Pool;

/** Deaths of workers behind rings in shared memory. */
class RingCrashTest extends CrashContract {
  @Override
  Pool.Builder builder() {
    return Pool.builder().transport(Pool.Transport.RING);
  }
}
