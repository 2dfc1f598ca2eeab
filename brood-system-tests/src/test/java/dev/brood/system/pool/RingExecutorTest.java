package dev.brood.system.pool;

import dev.brood.pool.Pool;
import dev.brood.pool.ProcessPoolExecutor;

/** Executors over child JVMs that exchange bytes by rings. */
class RingExecutorTest
    implements ExecutorCalls, ExecutorFutures, ExecutorMaps, ExecutorEnding, ExecutorWorkers {
  @Override
  public ProcessPoolExecutor.Builder executors() {
    return ProcessPoolExecutor.builder().transport(Pool.Transport.RING);
  }
}
