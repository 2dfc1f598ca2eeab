package dev.brood.system.pool;

import dev.brood.pool.Pool;

/** Where the workers of a pool are; what is tested of pools is the same everywhere. */
interface PoolPlace {
  /** Returns a builder of pools with workers in this place. */
  Pool.Builder builder();

  /** Returns a pool of so many workers. */
  default Pool pool(int workers) {
    return builder().workers(workers).build();
  }
}
