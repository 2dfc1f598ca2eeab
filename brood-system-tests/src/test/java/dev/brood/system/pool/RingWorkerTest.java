package dev.brood.system.pool;

import dev.brood.pool.Pool;

/** Workers that exchange bytes with their pool by rings in shared memory. */
class RingWorkerTest extends WorkerContract {
  @Override
  Pool.Builder builder() {
    return Pool.builder().transport(Pool.Transport.RING);
  }
}
