package dev.brood.system.pool;

import dev.brood.pool.Pool;

/** Memory of workers behind rings in shared memory. */
class RingMemoryTest extends MemoryContract {
  @Override
  Pool.Transport transport() {
    return Pool.Transport.RING;
  }
}
