package dev.brood.system.pool;

import dev.brood.pool.ProcessPoolExecutor;

/** Where the workers of an executor are; what is tested of executors is the same everywhere. */
interface ExecutorPlace {
  /** Returns a builder of executors with workers in this place. */
  ProcessPoolExecutor.Builder executors();

  /** Returns an executor of so many workers. */
  default ProcessPoolExecutor executor(int workers) {
    return executors().workers(workers).build();
  }
}
