package dev.brood.system.pool;

import dev.brood.pool.Pool;

/** Upkeep of workers behind rings in shared memory. */
class RingUpkeepTest extends UpkeepContract {
  @Override
  Pool.Transport transport() {
    return Pool.Transport.RING;
  }
}
